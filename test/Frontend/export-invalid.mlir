// What ONNX cannot hold, and files that cannot be written.
//
// RUN: rm -rf %t && split-file %s %t
// RUN: not lutra-translate --export-onnx %t/other.mlir -o %t/other.onnx 2>&1 | FileCheck %s --check-prefix=OTHER
// RUN: not lutra-translate --export-onnx %t/versions.mlir 2>&1 | FileCheck %s --check-prefix=VERSIONS
// RUN: not lutra-translate --export-onnx %t/attribute.mlir 2>&1 | FileCheck %s --check-prefix=ATTRIBUTE
// RUN: not lutra-translate --export-onnx %t/raw.mlir 2>&1 | FileCheck %s --check-prefix=RAW
// RUN: not lutra-translate --export-onnx %t/element.mlir 2>&1 | FileCheck %s --check-prefix=ELEMENT
// RUN: not lutra-translate --export-onnx %t/type.mlir 2>&1 | FileCheck %s --check-prefix=TYPE
// RUN: not lutra-translate --export-onnx %t/resource.mlir 2>&1 | FileCheck %s --check-prefix=RESOURCE
// RUN: not lutra-translate --export-onnx %t/empty.mlir 2>&1 | FileCheck %s --check-prefix=EMPTY
// RUN: not lutra-translate --export-onnx %t/names.mlir 2>&1 | FileCheck %s --check-prefix=NAMES
// RUN: not lutra-translate --export-onnx %t/good.mlir -o %t/no/such/folder.onnx 2>&1 | FileCheck %s --check-prefix=FOLDER
// RUN: not lutra-translate --export-onnx %t/good.mlir --external-data=w.bin 2>&1 | FileCheck %s --check-prefix=STDOUT
// RUN: not lutra-translate --export-onnx %t/good.mlir -o %t/x.onnx --external-data=../w.bin 2>&1 | FileCheck %s --check-prefix=BESIDE
// RUN: not lutra-translate --export-onnx %t/good.mlir 2>&1 >/dev/full | FileCheck %s --check-prefix=FULL
// RUN: lutra-translate --export-onnx %t/good.mlir -o %t/good.bin
// RUN: not lutra-translate --import-onnx %t/good.bin -o /dev/full 2>&1 | FileCheck %s --check-prefix=FULL
// FULL: error: cannot write '{{.*}}': No space left on device
//
// Nothing is left of what failed.
// RUN: ls %t | FileCheck %s --check-prefix=LEFT
// LEFT-NOT: onnx
// LEFT-NOT: tmp
// LEFT-NOT: w.bin

//--- other.mlir
// OTHER: other.mlir:3:8: error: 'builtin.unrealized_conversion_cast' is no operation of the onnx dialect; a module can be written as an ONNX model before it is lowered
func.func @main() {
  %c = builtin.unrealized_conversion_cast to i64
  return
}

//--- versions.mlir
// VERSIONS: error: node '' (B) is of version 14, but the model has version 13 of the operator set 'ai.onnx', and an ONNX model has one
func.func @main() {
  onnx.node "A" version 13() : () -> ()
  onnx.node "B" version 14() : () -> ()
  return
}

//--- attribute.mlir
// ATTRIBUTE: error: node '' (A) attribute 'a' has no equivalent in ONNX
func.func @main() {
  onnx.node "A" version 13() with {a = 1 : i32} : () -> ()
  return
}

//--- raw.mlir
// RAW: error: node '' (A) attribute 'a' is a damaged #onnx.raw
func.func @main() {
  onnx.node "A" version 13() with {a = #onnx.raw<"\FF">} : () -> ()
  return
}

//--- element.mlir
// ELEMENT: error: constant 'constant' has elements of type 'i3', which do not exist in ONNX
func.func @main() {
  %0 = onnx.constant dense<1> : tensor<2xi3>
  return
}

//--- type.mlir
// TYPE: error: values of type '!onnx.opaque<"seq(">' do not exist in ONNX
func.func @main(%x: !onnx.opaque<"seq(">) {
  return
}

//--- resource.mlir
// RESOURCE: error: constant 'w' has a resource 'w' of 4 bytes, but 'tensor<2xf32>' needs 8
func.func @main() {
  %0 = onnx.constant dense_resource<w> : tensor<2xf32>
  return
}
{-#
  dialect_resources: { builtin: { w: "0x1000000000000000" } }
#-}

//--- empty.mlir
// EMPTY: error: expects one function and nothing else to write as an ONNX model
module {}

//--- names.mlir
// NAMES: error: result #1 has the name 'y' of another value
func.func @main(%x: tensor<2xf32>) -> (tensor<2xf32> {onnx.name = "y"}, tensor<2xf32> {onnx.name = "y"}) {
  %y = onnx.node "A" version 13() : () -> tensor<2xf32>
  return %y, %x : tensor<2xf32>, tensor<2xf32>
}

//--- good.mlir
// FOLDER: error: cannot write '{{.*}}/no/such/folder.onnx': No such file or directory
// STDOUT: --external-data needs an output file, -o FILE
// BESIDE: error: external data goes beside the model; '../w.bin' must be a file name without folders
func.func @main(%x: tensor<2xf32>) -> tensor<2xf32> {
  return %x : tensor<2xf32>
}
