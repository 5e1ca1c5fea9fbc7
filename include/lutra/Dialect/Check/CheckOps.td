//===- CheckOps.td - what a test expects -------------------*- tablegen -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_DIALECT_CHECK_CHECKOPS_TD
#define LUTRA_DIALECT_CHECK_CHECKOPS_TD

include "mlir/Dialect/Linalg/IR/LinalgInterfaces.td"
include "mlir/IR/OpBase.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

def Check_Dialect : Dialect {
  let name = "check";
  let cppNamespace = "::lutra::check";
  let summary = "expectations of executed tests";
  let description = [{
    A test is one runnable MLIR file: a function that computes and states what it
    expects. The ops become a count of wrong elements and a `cf.assert`, so a
    compiled test fails when it is run. See docs/Rationale/Check.md.
  }];
  let dependentDialects = [
    "::mlir::arith::ArithDialect", "::mlir::cf::ControlFlowDialect",
    "::mlir::linalg::LinalgDialect", "::mlir::math::MathDialect",
    "::mlir::tensor::TensorDialect"];
  let usePropertiesForAttributes = 1;
}

class Check_Op<string mnemonic, list<Trait> traits = []>
    : Op<Check_Dialect, mnemonic, [AggregatedOpInterface] # traits> {
  let extraClassDeclaration = [{
    /// A count of wrong elements and a `cf.assert` that there is none.
    llvm::FailureOr<llvm::SmallVector<mlir::Value>> decomposeOperation(mlir::OpBuilder &b);
  }];
  let hasVerifier = 1;
}

def Check_ExpectEqOp : Check_Op<"expect_eq", [AllTypesMatch<["actual", "expected"]>]> {
  let summary = "all elements are the same, bit by bit";
  let description = [{
    Shapes must agree too. Floats are compared as bits, so NaN equals itself and
    0.0 differs from -0.0.

    C1: elements are integers, floats or indices.

    ```mlir
    func.func @expect_eq() {
      %a = arith.constant dense<[1, 2]> : tensor<2xi32>
      check.expect_eq %a, %a : tensor<2xi32>
      return
    }
    ```
  }];
  let arguments = (ins AnyRankedTensor:$actual, AnyRankedTensor:$expected);
  let assemblyFormat = "$actual `,` $expected attr-dict `:` type($actual)";
}

def Check_ExpectCloseOp : Check_Op<"expect_close", [AllTypesMatch<["actual", "expected"]>]> {
  let summary = "all elements are close";
  let description = [{
    |actual - expected| <= atol + rtol * |expected|, in f64, for every element; NaN
    is close to NaN only, an infinity to itself only. Shapes must agree too.

    C1: elements are floats of at most 64 bits.
    C2: rtol and atol are finite and not negative.

    ```mlir
    func.func @expect_close() {
      %a = arith.constant dense<[1.0, 2.0]> : tensor<2xf32>
      check.expect_close %a, %a {atol = 1.0e-6 : f64, rtol = 1.0e-6 : f64} : tensor<2xf32>
      return
    }
    ```
  }];
  let arguments = (ins AnyRankedTensor:$actual, AnyRankedTensor:$expected, F64Attr:$rtol, F64Attr:$atol);
  let assemblyFormat = "$actual `,` $expected attr-dict `:` type($actual)";
}

#endif // LUTRA_DIALECT_CHECK_CHECKOPS_TD
