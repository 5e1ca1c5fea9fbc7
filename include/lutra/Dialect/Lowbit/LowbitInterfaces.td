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
    InterfaceMethod<[{
      The value of a code, before the operation's zero point and the scale; only where
      a code stands for one value.
    }], "double", "decode", (ins "unsigned":$code)>,
    InterfaceMethod<"Whether codes take zero points from the operation.", "bool", "takesZeroPoints">,
    InterfaceMethod<[{
      How many scales a group has: 1, or 2, one for values of 0 and above and one for
      those below.
    }], "unsigned", "getScalesPerGroup", (ins), "", "return 1;">,
    InterfaceMethod<"Neighbours along K that one code, or several together, stand for.",
                    "int64_t", "getVectorLength", (ins), "", "return 1;">,
    InterfaceMethod<"Bytes of codes for so many neighbours.", "int64_t", "getVectorBytes", (ins), "", "return 1;">
  ];
  let extraSharedClassDeclaration = [{
    /// Bytes of codes that a row of `k` values has.
    int64_t countCodeBytes(int64_t k) const {
      int64_t length = $_attr.getVectorLength();
      return (k + length - 1) / length * $_attr.getVectorBytes();
    }
  }];
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
      Packs one panel. `codes` holds getPanelRows() rows of countCodeBytes(places) bytes,
      row-major, padding included; `out` its getPackedBytes(getPanelRows(), places) bytes.
    }], "void", "packPanel", (ins "llvm::ArrayRef<uint8_t>":$codes, "int64_t":$places, "llvm::MutableArrayRef<uint8_t>":$out)>,
    InterfaceMethod<"The code that padding consists of.", "uint8_t", "getPaddingCode">,
    InterfaceMethod<"Neighbouring places that one code, or several together, stand for.",
                    "int64_t", "getVectorLength", (ins), "", "return 1;">,
    InterfaceMethod<"Bytes of codes for so many neighbours.", "int64_t", "getVectorBytes", (ins), "", "return 1;">,
    InterfaceMethod<"Floats of a table that stands in front of the panels.", "int64_t", "getTableSize",
                    (ins), "", "return 0;">
  ];
  let extraSharedClassDeclaration = [{
    /// Bytes of codes that a row of `places`, whole vectors, has.
    int64_t countCodeBytes(int64_t places) const {
      return places / $_attr.getVectorLength() * $_attr.getVectorBytes();
    }
    /// Bytes in front of the first panel.
    int64_t getTableBytes() const {
      return $_attr.getTableSize() * int64_t(sizeof(float));
    }
    /// All bytes of a weight of `rows` by `places`.
    int64_t getWeightBytes(int64_t rows, int64_t places) const {
      return getTableBytes() + $_attr.getPackedBytes(rows, places);
    }
  }];
}

#endif // LUTRA_DIALECT_LOWBIT_LOWBITINTERFACES_TD
