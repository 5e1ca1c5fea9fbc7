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
    InterfaceMethod<"Whether codes take zero points from the operation.", "bool", "takesZeroPoints">,
    InterfaceMethod<[{
      How many scales a group has: 1, or 2, one for values of 0 and above and one for
      those below.
    }], "unsigned", "getScalesPerGroup", (ins), "", "return 1;">
  ];
}

def LayoutAttrInterface : AttrInterface<"LayoutAttrInterface"> {
  let description = [{
    How weight codes lie in memory, for kernels to read. The K axis of a layout, K',
    is groups of `getGroup()` codes; its row axis, N', is panels of `getRows()` rows.
    docs/Design/LowbitKernels.md gives the bytes of each layout.
  }];
  let cppNamespace = "::lutra::lowbit";
  let methods = [
    InterfaceMethod<"Rows of a panel.", "int64_t", "getPanelRows">,
    InterfaceMethod<"Places along K' for each group, a multiple of the granule.", "int64_t", "getGroupPlaces">,
    InterfaceMethod<"What K' is cut into: no step along K' is shorter.", "int64_t", "getGranule">,
    InterfaceMethod<"Number of codes that the layout can tell apart.", "unsigned", "getMaxCodes">,
    InterfaceMethod<"Bytes of `rows` by `places` codes, both whole panels and granules.", "int64_t", "getPackedBytes",
                    (ins "int64_t":$rows, "int64_t":$places)>,
    InterfaceMethod<[{
      Packs one panel. `codes` holds getPanelRows() rows of `places` codes, row-major,
      padding included; `out` its getPackedBytes(getPanelRows(), places) bytes.
    }], "void", "packPanel", (ins "llvm::ArrayRef<uint8_t>":$codes, "int64_t":$places, "llvm::MutableArrayRef<uint8_t>":$out)>,
    InterfaceMethod<"The code that padding consists of.", "uint8_t", "getPaddingCode">
  ];
}

#endif // LUTRA_DIALECT_LOWBIT_LOWBITINTERFACES_TD
