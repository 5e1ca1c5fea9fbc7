//===- Export.cpp - the onnx dialect into ONNX files ----------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Frontend/Export.h"

#include "Export/GraphExporter.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include <climits>
#include <google/protobuf/io/zero_copy_stream.h>

using namespace mlir;
using namespace lutra;
using namespace lutra::frontend;

namespace {
/// Lets protobuf write to a raw_ostream.
class StreamAdaptor : public google::protobuf::io::ZeroCopyOutputStream {
public:
  explicit StreamAdaptor(llvm::raw_ostream &os) : os(os) {}
  ~StreamAdaptor() override { flush(); }

  bool Next(void **data, int *size) override {
    flush();
    *data = buffer.data();
    *size = filled = int(buffer.size());
    return true;
  }
  void BackUp(int count) override { filled -= count; }
  int64_t ByteCount() const override { return written + filled; }

private:
  void flush() {
    os.write(buffer.data(), filled);
    written += filled;
    filled = 0;
  }

  llvm::raw_ostream &os;
  std::vector<char> buffer = std::vector<char>(1 << 16);
  int filled = 0;
  int64_t written = 0;
};

/// A file that appears under its name when all of it has been written.
class OutputFile {
public:
  static FailureOr<OutputFile> create(StringRef path, ModuleOp module) {
    llvm::Expected<llvm::sys::fs::TempFile> file =
        llvm::sys::fs::TempFile::create(path + ".tmp-%%%%%%");
    if (!file)
      return emitError(module.getLoc())
             << "cannot write '" << path
             << "': " << llvm::toString(file.takeError());
    return OutputFile(path, std::move(*file));
  }

  OutputFile(OutputFile &&) = default;
  ~OutputFile() {
    if (!stream)
      return;
    stream->clear_error();
    stream.reset();
    llvm::consumeError(file.discard());
  }

  llvm::raw_fd_ostream &os() { return *stream; }

  LogicalResult keep(ModuleOp module) {
    stream->flush();
    std::error_code error = stream->error();
    stream->clear_error();
    stream.reset();
    llvm::Error kept =
        error ? llvm::joinErrors(llvm::errorCodeToError(error), file.discard())
              : file.keep(path);
    if (!kept)
      return success();
    return emitError(module.getLoc())
           << "cannot write '" << path
           << "': " << llvm::toString(std::move(kept));
  }

private:
  OutputFile(StringRef path, llvm::sys::fs::TempFile file)
      : path(path), file(std::move(file)),
        stream(std::make_unique<llvm::raw_fd_ostream>(this->file.FD,
                                                      /*shouldClose=*/false)) {}

  std::string path;
  llvm::sys::fs::TempFile file;
  std::unique_ptr<llvm::raw_fd_ostream> stream;
};
} // namespace

static LogicalResult writeModel(const pb::ModelProto &model, ModuleOp module,
                                llvm::raw_ostream &os) {
  if (model.ByteSizeLong() > INT_MAX)
    return emitError(module.getLoc())
           << "the model is larger than the 2 GiB that an "
              "ONNX file can have; write its tensors as "
              "external data";
  StreamAdaptor stream(os);
  return success(model.SerializeToZeroCopyStream(&stream));
}

LogicalResult lutra::exportOnnx(ModuleOp module, llvm::raw_ostream &os) {
  pb::ModelProto model;
  TensorExporter tensors;
  if (failed(GraphExporter(model, tensors).exportModule(module)))
    return failure();
  return writeModel(model, module, os);
}

LogicalResult lutra::exportOnnxFile(ModuleOp module, StringRef path,
                                    const ExportOptions &options) {
  FailureOr<OutputFile> file = OutputFile::create(path, module);
  if (failed(file))
    return failure();
  pb::ModelProto model;
  if (options.externalData.empty()) {
    TensorExporter tensors;
    if (failed(GraphExporter(model, tensors).exportModule(module)) ||
        failed(writeModel(model, module, file->os())))
      return failure();
    return file->keep(module);
  }
  if (llvm::sys::path::filename(options.externalData) != options.externalData)
    return emitError(module.getLoc())
           << "external data goes beside the model; '" << options.externalData
           << "' must be a file name without folders";
  llvm::SmallString<256> dataPath(llvm::sys::path::parent_path(path));
  llvm::sys::path::append(dataPath, options.externalData);
  FailureOr<OutputFile> data = OutputFile::create(dataPath, module);
  if (failed(data))
    return failure();
  TensorExporter tensors(data->os(), options.externalData,
                         options.externalBytes);
  if (failed(GraphExporter(model, tensors).exportModule(module)) ||
      failed(writeModel(model, module, file->os())) ||
      failed(data->keep(module)))
    return failure();
  return file->keep(module);
}
