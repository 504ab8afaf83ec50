#include <iostream>

#include "methods/registry.hpp"
#include "network/files/network_file.hpp"

int main() {  // F(x) = relu(x1 - x2) from (0, 0) to (3, 1): linear on the way, A = (3, -1)
  using namespace axiomark;
  const auto f =
      parse_network<double>(R"([{"W": [[1, -1]], "b": [0], "activation": "relu"}])", "F");
  const auto method = make_method("integrated-gradients:rule=exact");
  if (!f || !method) return 2;
  const Vector<double> x{{3, 1}};
  const auto answers =
      method->attribute<double>(*f, {x, Vector<double>::Zero(2), Vector<double>::Ones(1)}, {});
  std::cout << answers.front().value().values.transpose() << '\n';
}
