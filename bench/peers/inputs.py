"""Where networks and inputs come from: a folder of published models with a manifest, and those that
peer_networks made. Both are given to all sides as the same files."""

import json
from pathlib import Path

import npy


class Networks:
    def __init__(self, data, made, cache):
        self.data = Path(data) if data else None
        self.made = Path(made)
        self.cache = Path(cache)
        self.cache.mkdir(parents=True, exist_ok=True)
        manifest = self.data / "manifest.json" if self.data else None
        self.entries = {}
        if manifest and manifest.is_file():
            entries = json.loads(manifest.read_text())["networks"]
            self.entries = {entry["name"]: entry for entry in entries}

    def has(self, name):
        return name in self.entries or (self.made / f"{name}.onnx").is_file()

    def model(self, name):
        if name in self.entries:
            return str(self.data / self.entries[name]["file"])
        return str(self.made / f"{name}.onnx")

    def inputs(self, name, samples):
        """(file, targets) of so many inputs."""
        if name not in self.entries:
            return str(self.made / f"{name}.npy"), [0]
        known = self.entries[name]["inputs"]
        arrays = [npy.read(self.data / entry["file"]) for entry in known]
        shape = arrays[0][0]
        values, targets = [], []
        for k in range(samples):
            # Beyond those that there are, the same ones, each time a little paler: none twice.
            scale = 1 - k // len(arrays) / 64
            values += [v * scale for v in arrays[k % len(arrays)][1]]
            targets.append(known[k % len(arrays)]["target"])
        file = self.cache / f"{name}_{samples}.npy"
        npy.write(file, (samples, *shape[1:]), values)
        return str(file), targets
