//===- OnnxOps.td - what the ONNX file said ----------------*- tablegen -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_DIALECT_ONNX_ONNXOPS_TD
#define LUTRA_DIALECT_ONNX_ONNXOPS_TD

include "mlir/IR/AttrTypeBase.td"
include "mlir/IR/OpBase.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

def Onnx_Dialect : Dialect {
  let name = "onnx";
  let cppNamespace = "::lutra::onnx";
  let summary = "a structural mirror of an ONNX graph";
  let description = [{
    One generic node op, so that the importer cannot be wrong about semantics:
    meaning is given by `convert-onnx-to-core`, which is also where the dialect
    ends. See docs/Rationale/Onnx.md.
  }];
  let useDefaultAttributePrinterParser = 1;
  let useDefaultTypePrinterParser = 1;
  let usePropertiesForAttributes = 1;
}

class Onnx_Type<string name, string typeMnemonic> : TypeDef<Onnx_Dialect, name> {
  let mnemonic = typeMnemonic;
}

def Onnx_UnknownType : Onnx_Type<"Unknown", "unknown"> {
  let summary = "a value whose type the file does not state";
  let description = [{
    ONNX states types for graph inputs and outputs only; what `value_info` says
    about the values between is a hint. A value without one has this type until
    legalization computes the real one.
  }];
}

def Onnx_StringType : Onnx_Type<"String", "string"> {
  let summary = "element type of a tensor of strings";
  let description = "Strings are carried, never computed with.";
}

def Onnx_OpaqueType : Onnx_Type<"Opaque", "opaque"> {
  let summary = "a sequence, map, optional or sparse type, as text";
  let parameters = (ins StringRefParameter<"ONNX's own spelling">:$text);
  let assemblyFormat = "`<` $text `>`";
}

def Onnx_RawAttr : AttrDef<Onnx_Dialect, "Raw"> {
  let mnemonic = "raw";
  let summary = "a node attribute that only ONNX can represent";
  let description = [{
    A serialized `AttributeProto`. Empty lists of tensors or types, which no
    attribute of MLIR tells apart, and attributes of types that came after this
    frontend are kept this way for the writer.
  }];
  let parameters = (ins StringRefParameter<"the serialized message">:$message);
  let assemblyFormat = "`<` $message `>`";
}

def Onnx_Value : AnyTypeOf<[AnyTensor, NoneType, Onnx_UnknownType, Onnx_OpaqueType],
                           "tensor, none, or a type the file does not state">;

class Onnx_Op<string mnemonic, list<Trait> traits = []> : Op<Onnx_Dialect, mnemonic, traits>;

def Onnx_NodeOp : Onnx_Op<"node"> {
  let summary = "one node of an ONNX graph";
  let description = [{
    Operator type, domain (empty for the default domain) and `version`, the
    version of the domain's operator set that the model (or the function the
    node stands in) imports. An omitted optional input is an `onnx.none`; an
    omitted output is a result of type `none`. Subgraphs are regions in the
    order of the attributes named in `body_names` (`body`, or `bodies[0]`,
    `bodies[1]`, ... for a list); they use values around them directly.

    Constraints:
      1. The operator type is not empty, and the version is at least 1.
      2. The default domain is empty, not spelled `ai.onnx`.
      3. Each body has a name of its own, which no attribute has.
      4. A body is one block that ends in `onnx.yield`.
      5. A result of type `none` has no uses.

    ```mlir
    func.func @node(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
      %none = onnx.none
      %y = onnx.node "Clip" version 13(%x, %none, %none) : (tensor<2x3xf32>, none, none) -> tensor<2x3xf32>
      return %y : tensor<2x3xf32>
    }
    ```
  }];
  let arguments = (ins StrAttr:$op_type, DefaultValuedStrAttr<StrAttr, "">:$domain,
                       I64Attr:$version, OptionalAttr<DictionaryAttr>:$attrs,
                       OptionalAttr<StrArrayAttr>:$body_names,
                       Variadic<Onnx_Value>:$inputs);
  let results = (outs Variadic<Onnx_Value>:$outputs);
  let regions = (region VariadicRegion<SizedRegion<1>>:$bodies);
  let assemblyFormat = [{
    $op_type (`domain` $domain^)? `version` $version `(` $inputs `)`
    (`with` $attrs^)? (`bodies` $body_names^ $bodies)? attr-dict `:` functional-type($inputs, $outputs)
  }];
  let hasVerifier = 1;
  let hasRegionVerifier = 1;
}

def Onnx_ConstantOp : Onnx_Op<"constant", [
    Pure, ConstantLike, AllTypesMatch<["value", "result"]>]> {
  let summary = "a tensor stored in the file";
  let description = [{
    An initializer or the value of a `Constant` node. Large ones are
    `dense_resource`, so that bytes are neither copied nor uniqued. The bytes of
    a resource are those of ONNX's `raw_data`: little-endian, a bool is one
    byte, and elements below a byte are packed from the lowest bit up, without
    padding between rows. They are aligned to their element type at least.

    Constraints:
      1. The value has the type of the result.

    ```mlir
    func.func @constant() -> tensor<2xi64> {
      %c = onnx.constant dense<[1, 2]> : tensor<2xi64>
      return %c : tensor<2xi64>
    }
    ```
  }];
  let arguments = (ins ElementsAttr:$value);
  let results = (outs AnyTensor:$result);
  let assemblyFormat = "attr-dict $value";
  let hasFolder = 1;
}

def Onnx_NoneOp : Onnx_Op<"none", [Pure]> {
  let summary = "an omitted optional input";
  let description = [{
    ```mlir
    func.func @none() {
      %none = onnx.none
      return
    }
    ```
  }];
  let results = (outs NoneType:$result);
  let assemblyFormat = "attr-dict";
}

def Onnx_YieldOp : Onnx_Op<"yield", [Pure, Terminator, HasParent<"NodeOp">]> {
  let summary = "the outputs of a subgraph";
  let description = [{
    Constraints:
      1. It ends a body of an `onnx.node`.

    ```mlir
    func.func @yield(%c: tensor<i1>, %x: tensor<2xf32>) -> tensor<2xf32> {
      %y = onnx.node "If" version 21(%c) bodies ["then_branch", "else_branch"] {
        onnx.yield %x : tensor<2xf32>
      }, {
        %n = onnx.node "Neg" version 21(%x) : (tensor<2xf32>) -> tensor<2xf32>
        onnx.yield %n : tensor<2xf32>
      } : (tensor<i1>) -> tensor<2xf32>
      return %y : tensor<2xf32>
    }
    ```
  }];
  let arguments = (ins Variadic<Onnx_Value>:$values);
  let assemblyFormat = "($values^ `:` type($values))? attr-dict";
}

#endif // LUTRA_DIALECT_ONNX_ONNXOPS_TD
