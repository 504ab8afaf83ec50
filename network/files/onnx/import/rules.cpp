#include "network/files/onnx/import/rules.hpp"

#include <algorithm>
#include <array>

namespace axiomark {
namespace {

// clang-format off
template <Scalar S>
constexpr std::array kRules = {
    // op type              inputs  attributes                   rule (true: deals with constants)
    OnnxRule<S>{"Abs",       1, 1,  "",                          &OnnxElementwise<S>::abs},
    OnnxRule<S>{"Add",       2, 2,  "",                          &OnnxArithmetic<S>::add},
    OnnxRule<S>{"AveragePool", 1, 1,
                "auto_pad ceil_mode count_include_pad dilations kernel_shape pads strides",
                                                                 &OnnxWindows<S>::average_pool},
    OnnxRule<S>{"BatchNormalization", 5, 5, "epsilon momentum spatial training_mode",
                                                                 &OnnxNormalisations<S>::batch},
    OnnxRule<S>{"Cast",      1, 1,  "saturate to",               &OnnxConstants<S>::cast, true},
    OnnxRule<S>{"Clip",      1, 3,  "min max",                   &OnnxElementwise<S>::clip},
    OnnxRule<S>{"Concat",    1, -1, "axis",                      &OnnxShapes<S>::concat},
    OnnxRule<S>{"Constant",  0, 0,  "value value_float value_floats value_int value_ints",
                                                                 &OnnxConstants<S>::constant, true},
    OnnxRule<S>{"ConstantOfShape", 1, 1, "value",                &OnnxConstants<S>::of_shape, true},
    OnnxRule<S>{"Conv",      2, 3,  "auto_pad dilations group kernel_shape pads strides",
                                                                 &OnnxWindows<S>::convolution},
    OnnxRule<S>{"Div",       2, 2,  "",                          &OnnxArithmetic<S>::divide},
    OnnxRule<S>{"Dropout",   1, 3,  "ratio seed",                &OnnxShapes<S>::dropout, true},
    OnnxRule<S>{"Elu",       1, 1,  "alpha",                     &OnnxElementwise<S>::elu},
    OnnxRule<S>{"Exp",       1, 1,  "",                          &OnnxElementwise<S>::exp},
    OnnxRule<S>{"Expand",    2, 2,  "",                          &OnnxIndexMaps<S>::expand},
    OnnxRule<S>{"Flatten",   1, 1,  "axis",                      &OnnxShapes<S>::flatten},
    OnnxRule<S>{"Gather",    2, 2,  "axis",                      &OnnxIndexMaps<S>::gather},
    OnnxRule<S>{"Gelu",      1, 1,  "approximate",               &OnnxElementwise<S>::gelu},
    OnnxRule<S>{"Gemm",      2, 3,  "alpha beta transA transB",  &OnnxProducts<S>::gemm},
    OnnxRule<S>{"GlobalAveragePool", 1, 1, "",                   &OnnxReductions<S>::global_average},
    OnnxRule<S>{"GlobalMaxPool", 1, 1, "",                       &OnnxReductions<S>::global_max},
    OnnxRule<S>{"Identity",  1, 1,  "",                          &OnnxShapes<S>::identity, true},
    OnnxRule<S>{"LRN",       1, 1,  "alpha beta bias size",      &OnnxNormalisations<S>::local_response},
    OnnxRule<S>{"LayerNormalization", 2, 3, "axis epsilon stash_type",
                                                                 &OnnxNormalisations<S>::layer},
    OnnxRule<S>{"LeakyRelu", 1, 1,  "alpha",                     &OnnxElementwise<S>::leaky_relu},
    OnnxRule<S>{"Log",       1, 1,  "",                          &OnnxElementwise<S>::log},
    OnnxRule<S>{"LogSoftmax", 1, 1, "axis",                      &OnnxSoftmax<S>::log_softmax},
    OnnxRule<S>{"MatMul",    2, 2,  "",                          &OnnxProducts<S>::matmul},
    OnnxRule<S>{"Max",       1, -1, "",                          &OnnxArithmetic<S>::maximum},
    OnnxRule<S>{"MaxPool",   1, 1,
                "auto_pad ceil_mode dilations kernel_shape pads storage_order strides",
                                                                 &OnnxWindows<S>::max_pool},
    OnnxRule<S>{"Min",       1, -1, "",                          &OnnxArithmetic<S>::minimum},
    OnnxRule<S>{"Mul",       2, 2,  "",                          &OnnxArithmetic<S>::multiply},
    OnnxRule<S>{"Neg",       1, 1,  "",                          &OnnxElementwise<S>::negate},
    OnnxRule<S>{"PRelu",     2, 2,  "",
                                                                 &OnnxElementwise<S>::parametric_relu},
    OnnxRule<S>{"Pad",       1, 4,  "mode pads value",           &OnnxIndexMaps<S>::pad},
    OnnxRule<S>{"Pow",       2, 2,  "",                          &OnnxElementwise<S>::power},
    OnnxRule<S>{"Reciprocal", 1, 1, "",                          &OnnxElementwise<S>::reciprocal},
    OnnxRule<S>{"ReduceMax", 1, 2,  "axes keepdims noop_with_empty_axes",
                                                                 &OnnxReductions<S>::max},
    OnnxRule<S>{"ReduceMean", 1, 2, "axes keepdims noop_with_empty_axes",
                                                                 &OnnxReductions<S>::mean},
    OnnxRule<S>{"ReduceSum", 1, 2,  "axes keepdims noop_with_empty_axes",
                                                                 &OnnxReductions<S>::sum},
    OnnxRule<S>{"Relu",      1, 1,  "",                          &OnnxElementwise<S>::relu},
    OnnxRule<S>{"Reshape",   2, 2,  "allowzero",                 &OnnxShapes<S>::reshape},
    OnnxRule<S>{"Shape",     1, 1,  "end start",                 &OnnxConstants<S>::shape, true},
    OnnxRule<S>{"Sigmoid",   1, 1,  "",                          &OnnxElementwise<S>::sigmoid},
    OnnxRule<S>{"Size",      1, 1,  "",                          &OnnxConstants<S>::size, true},
    OnnxRule<S>{"Slice",     1, 5,  "axes ends starts",          &OnnxIndexMaps<S>::slice},
    OnnxRule<S>{"Softmax",   1, 1,  "axis",                      &OnnxSoftmax<S>::softmax},
    OnnxRule<S>{"Softplus",  1, 1,  "",                          &OnnxElementwise<S>::softplus},
    OnnxRule<S>{"Split",     1, 2,  "axis num_outputs split",    &OnnxIndexMaps<S>::split},
    OnnxRule<S>{"Sqrt",      1, 1,  "",                          &OnnxElementwise<S>::sqrt},
    OnnxRule<S>{"Squeeze",   1, 2,  "axes",                      &OnnxShapes<S>::squeeze},
    OnnxRule<S>{"Sub",       2, 2,  "",                          &OnnxArithmetic<S>::subtract},
    OnnxRule<S>{"Sum",       1, -1, "",                          &OnnxArithmetic<S>::sum},
    OnnxRule<S>{"Tanh",      1, 1,  "",                          &OnnxElementwise<S>::tanh},
    OnnxRule<S>{"Transpose", 1, 1,  "perm",                      &OnnxShapes<S>::transpose},
    OnnxRule<S>{"Unsqueeze", 1, 2,  "axes",                      &OnnxShapes<S>::unsqueeze},
};
// clang-format on

}  // namespace

template <Scalar S>
std::span<const OnnxRule<S>> onnx_rules() {
  return kRules<S>;
}

template <Scalar S>
const OnnxRule<S>* find_onnx_rule(std::string_view op_type) {
  const auto at = std::ranges::find(kRules<S>, op_type, &OnnxRule<S>::op_type);
  return at == kRules<S>.end() ? nullptr : &*at;
}

#define AXIOMARK_INSTANTIATE(S)                          \
  template std::span<const OnnxRule<S>> onnx_rules<S>(); \
  template const OnnxRule<S>* find_onnx_rule<S>(std::string_view);
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark
