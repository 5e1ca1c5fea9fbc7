//===- lutra-onnx-from-text.cpp - ONNX files out of readable text ---------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
//   lutra-onnx-from-text MODEL.textproto -o MODEL.onnx
//
// Reads a ModelProto in protobuf's text format and writes it in the binary
// one. Nothing is checked, so that tests can state broken models. The fields
// that ONNX got after Debian's 1.12 are known by their names.
//
//===----------------------------------------------------------------------===//

#include "llvm/Support/CommandLine.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/raw_ostream.h"
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/dynamic_message.h>
#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/text_format.h>
#include <onnx/onnx_pb.h>

using namespace llvm;
namespace pb = ::google::protobuf;

static cl::opt<std::string> inputFile(cl::Positional, cl::Required,
                                      cl::desc("MODEL.textproto"));
static cl::opt<std::string> outputFile("o", cl::Required,
                                       cl::desc("MODEL.onnx"));

/// The schema of ONNX 1.12 with the later fields that the importer reads.
static pb::FileDescriptorProto newerSchema() {
  pb::FileDescriptorProto schema;
  ::onnx::ModelProto::descriptor()->file()->CopyTo(&schema);
  auto addField = [&](StringRef message, StringRef name, int number,
                      pb::FieldDescriptorProto::Label label,
                      pb::FieldDescriptorProto::Type type) {
    for (pb::DescriptorProto &descriptor : *schema.mutable_message_type()) {
      if (descriptor.name() != message)
        continue;
      pb::FieldDescriptorProto &field = *descriptor.add_field();
      field.set_name(name.str());
      field.set_number(number);
      field.set_label(label);
      field.set_type(type);
      if (type == pb::FieldDescriptorProto::TYPE_MESSAGE)
        field.set_type_name(".onnx.AttributeProto");
      // Some of these numbers were reserved for the future.
      descriptor.clear_reserved_range();
      descriptor.clear_reserved_name();
    }
  };
  constexpr auto optional = pb::FieldDescriptorProto::LABEL_OPTIONAL;
  constexpr auto repeated = pb::FieldDescriptorProto::LABEL_REPEATED;
  constexpr auto string = pb::FieldDescriptorProto::TYPE_STRING;
  addField("FunctionProto", "attribute_proto", 11, repeated,
           pb::FieldDescriptorProto::TYPE_MESSAGE);
  addField("FunctionProto", "overload", 13, optional, string);
  addField("NodeProto", "overload", 8, optional, string);
  return schema;
}

namespace {
/// Prints protobuf's message with file, line and column.
class ErrorPrinter : public pb::io::ErrorCollector {
  void AddError(int line, int column, const std::string &message) override {
    errs() << inputFile << ':' << line + 1 << ':' << column + 1
           << ": error: " << message << '\n';
  }
};
} // namespace

int main(int argc, char **argv) {
  cl::ParseCommandLineOptions(argc, argv, "ONNX files out of readable text\n");
  auto text = MemoryBuffer::getFileOrSTDIN(inputFile, /*IsText=*/true);
  if (!text) {
    errs() << inputFile << ": error: " << text.getError().message() << '\n';
    return 1;
  }
  pb::DescriptorPool pool;
  const pb::FileDescriptor *file = pool.BuildFile(newerSchema());
  if (!file) {
    errs() << "error: the schema cannot be extended\n";
    return 1;
  }
  pb::DynamicMessageFactory factory(&pool);
  std::unique_ptr<pb::Message> model(
      factory.GetPrototype(file->FindMessageTypeByName("ModelProto"))->New());
  pb::TextFormat::Parser parser;
  ErrorPrinter printer;
  parser.RecordErrorsTo(&printer);
  if (!parser.ParseFromString((*text)->getBuffer().str(), model.get()))
    return 1;
  std::error_code error;
  raw_fd_ostream os(outputFile, error);
  if (!error) {
    os << model->SerializeAsString();
    os.flush();
    error = os.error();
    os.clear_error();
  }
  if (error)
    errs() << outputFile << ": error: " << error.message() << '\n';
  return error ? 1 : 0;
}
