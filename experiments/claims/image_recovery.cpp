// Maps of random convolutional networks: Nie et al. 2018.
#include <cmath>

#include "experiments/claims/random_networks.hpp"
#include "experiments/claims/themes.hpp"
#include "experiments/statistics.hpp"
#include "network/builder.hpp"

namespace axiomark::claims {
namespace {

constexpr Index kSide = 16;  // of the images

struct ConvolutionalForm {
  Index layers;
  Index channels;
  bool pooled;
};

// Convolutions 3x3 with relus, with or without max-pooling 2x2 after each, and a dense layer.
Network<double> convolutional_network(RandomStream& stream, const ConvolutionalForm& form) {
  NetworkBuilder<double> b;
  Tensor top = b.input({1, kSide, kSide});
  for (Index k = 0; k < form.layers; ++k) {
    Convolution<double> op;
    op.in = b.shape(top);
    op.weights = random_weights(stream, form.channels, op.in[0] * 9);
    op.bias = Vector<double>::Zero(form.channels);
    op.window = plain_window({3, 3});
    op.window.pad_begin = {1, 1};
    op.window.pad_end = {1, 1};
    top = b.relu(b.apply(Operator<double>(op), {top}));
    if (!form.pooled) continue;
    WindowGeometry window = plain_window({2, 2});
    window.stride = {2, 2};
    top = b.apply(max_pool(b.shape(top), window), {top});
  }
  const Index values = element_count(b.shape(top));
  return b.build(b.dense(top, random_weights(stream, 2, values), Vector<double>::Zero(2))).value();
}

// Mean |correlation| of a map with the image, and with the map of the other output.
Quantity recovery(const std::string& method, const ConvolutionalForm& form) {
  return Compute([=](const Scene& scene) -> Result<Values> {
    std::vector<double> with_image;
    std::vector<double> with_other;
    for (Index k = 0; k < (scene.full() ? 100 : 6); ++k) {
      RandomStream stream = RandomStream(2018).split(static_cast<std::uint64_t>(k));
      const Network<double> network = convolutional_network(stream, form);
      const Vector<double> image = normal_vector(stream, kSide * kSide);
      const auto map = attribute_one(scene, network, method, image, 0);
      const auto other = attribute_one(scene, network, method, image, 1);
      if (!map) return tl::make_unexpected(map.error());
      if (!other) return tl::make_unexpected(other.error());
      with_image.push_back(std::abs(correlation(*map, image)));
      with_other.push_back(std::abs(correlation(*map, *other)));
    }
    return in_floating_point({mean_of(with_image), mean_of(with_other)});
  });
}

Claim f03() {
  Claim c;
  c.id = "F03";
  c.title = "Guided backprop recovers the image";
  c.source =
      "Nie, Zhang & Patel 2018, A theoretical explanation for perplexing behaviors of "
      "backpropagation-based visualizations";
  c.statement =
      "On a random convolutional network guided backprop paints the image, whichever output is "
      "asked; DeConvNet does so with max-pooling and not without; the gradient never does.";
  c.says = "maps of two outputs: the image";
  c.verdict = ClaimVerdict::holds;
  c.why =
      "Each number is the mean |correlation| of a map with the image, then with the map of another "
      "output. Six random networks: 3x3 convolutions, 256 channels in one layer or 32 in each of "
      "three, no biases, images of 16x16 independent normal pixels, seed 2018.";
  c.careful =
      "A map that is the same for two outputs of a random network says nothing about its decision; "
      "for DeConvNet the positions that max-pooling keeps suffice for that.";
  const std::string recovered = "what the statement says: the image, correlation above 1/2";
  // 0.05 = sqrt(2 / pi) / sqrt(256) is the mean |correlation| of 256 unrelated pairs.
  const std::string unrelated =
      "what the statement says: not the image; 1/4 is five times the 0.05 of 256 unrelated pixels";
  struct Part {
    std::string name;
    ConvolutionalForm form;
  };
  const std::vector<Part> parts = {{"one layer", {1, 256, false}},
                                   {"one layer, pooled", {1, 256, true}},
                                   {"three layers", {3, 32, false}},
                                   {"three layers, pooled", {3, 32, true}}};
  for (const Part& part : parts) {
    c.fact("gradient, " + part.name, recovery("gradient", part.form))
        .is_between("0", "1/4", unrelated)
        .claimed(Relation::at_most, {"1/4"})
        .once();
    c.fact("guided backprop, " + part.name, recovery("guided-backprop", part.form))
        .is_between("1/2", "1", recovered)
        .claimed(Relation::at_least, {"1/2"})
        .once();
    Fact& deconvnet = c.fact("DeConvNet, " + part.name, recovery("deconvnet", part.form)).once();
    if (part.form.pooled) {
      deconvnet.is_between("1/2", "1", recovered).claimed(Relation::at_least, {"1/2"});
    } else {
      deconvnet.is_between("0", "1/4", unrelated).claimed(Relation::at_most, {"1/4"});
    }
  }
  return c;
}

}  // namespace

std::vector<Claim> image_recovery() {
  std::vector<Claim> all;
  all.push_back(f03());
  return all;
}

}  // namespace axiomark::claims
