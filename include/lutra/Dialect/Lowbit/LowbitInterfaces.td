//===- LowbitInterfaces.td - formats behind an interface --*- tablegen -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_DIALECT_LOWBIT_LOWBITINTERFACES_TD
#define LUTRA_DIALECT_LOWBIT_LOWBITINTERFACES_TD

include "mlir/IR/OpBase.td"

def FormatAttrInterface : AttrInterface<"FormatAttrInterface"> {
  let description = [{
    How a weight code is stored and what it is worth. Passes ask only this, so a
    new format touches no pass.
  }];
  let cppNamespace = "::lutra::lowbit";
  let methods = [
    InterfaceMethod<"Bits that one code takes in a packed file.", "unsigned", "getStorageBits">,
    InterfaceMethod<"Number of codes that occur: values are defined for [0, n).", "unsigned", "getNumCodes">,
    InterfaceMethod<"Whether decode(code) = code + decode(0), an integer, for every code.", "bool", "isInteger">,
    InterfaceMethod<"The value of a code, before the operation's zero point and the scale.", "double", "decode", (ins "unsigned":$code)>,
    InterfaceMethod<"Whether codes take zero points from the operation.", "bool", "takesZeroPoints">
  ];
}

#endif // LUTRA_DIALECT_LOWBIT_LOWBITINTERFACES_TD
