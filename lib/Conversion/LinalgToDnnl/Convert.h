//===- Convert.h - ops that oneDNN has as one -------------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What is one op already, and is judged without a look at its neighbours.
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_CONVERSION_LINALGTODNNL_CONVERT_H
#define LUTRA_LIB_CONVERSION_LINALGTODNNL_CONVERT_H

#include "Cost.h"

namespace lutra {
namespace lowbit {
class ContractOp;
} // namespace lowbit
namespace nn {
class LstmOp;
} // namespace nn
} // namespace lutra

namespace lutra::dnnl {

/// Says why an op stays generated code.
void remarkOn(mlir::Operation *op, const llvm::Twine &why);

/// Writes down what was compared when `made` was chosen.
void setCost(mlir::Operation *made, const Cost &cost);

/// Both replace the op if oneDNN is faster, or `always` where it can compute
/// it, and return whether they did.
bool convertLstm(nn::LstmOp op, const Machine &machine, bool always);
bool convertContract(lowbit::ContractOp op, const Machine &machine,
                     bool always);

} // namespace lutra::dnnl

#endif // LUTRA_LIB_CONVERSION_LINALGTODNNL_CONVERT_H
