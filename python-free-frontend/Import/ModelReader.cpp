//===- ModelReader.cpp - bytes into a ModelProto --------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Import/ModelReader.h"

#include "llvm/ADT/ScopeExit.h"
#include "llvm/ADT/StringExtras.h"
#include <cerrno>
#include <climits>
#include <cstring>
#include <fcntl.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl.h>
#include <google/protobuf/stubs/logging.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace mlir;
using namespace lutra;
using namespace lutra::frontend;
namespace io = ::google::protobuf::io;

/// Protobuf counts in ints, and a larger input makes it fail or, worse, succeed
/// with an empty message.
static constexpr uint64_t maxMessageBytes = INT_MAX;

/// Says what a file that is no ONNX model seems to be; empty if there is no
/// telling.
static StringRef recognize(StringRef head) {
  constexpr std::pair<llvm::StringLiteral, llvm::StringLiteral> kinds[] = {
      {"version https://git-lfs", "a Git LFS pointer; run 'git lfs pull'"},
      {"\x89PNG", "a PNG image"},
      {"\xff\xd8\xff", "a JPEG image"},
      {"PK\x03\x04", "a ZIP archive (PyTorch checkpoints are); export to ONNX"},
      {"\x89HDF", "an HDF5 file; export to ONNX"},
      {"\x1f\x8b", "compressed with gzip; decompress it"},
      {"\x93NUMPY", "a NumPy array"},
      {"GGUF", "a GGUF file"},
      {"ML\xefR", "MLIR bytecode"},
      {"\x7f"
       "ELF",
       "a program or library"},
      {"ORTM", "an ONNX Runtime .ort file; use the .onnx it was made from"},
      {"<", "markup (a failed download?)"},
      {"{", "JSON"},
  };
  // An .ort file has its mark behind a four-byte offset.
  if (head.substr(4).starts_with("ORTM"))
    head = head.substr(4);
  for (const auto &[magic, what] : kinds)
    if (head.starts_with(magic))
      return what;
  if (head.substr(4, 4) == "TFL3")
    return "a TensorFlow Lite model";
  if (!head.empty() && llvm::all_of(head, [](char c) {
        return llvm::isPrint(c) || llvm::isSpace(c);
      }))
    return "text";
  return {};
}

/// Keeps protobuf from writing its own messages to stderr: ours say more.
class ProtobufSilencer {
  ::google::protobuf::LogSilencer silencer;
};

static std::unique_ptr<pb::ModelProto> parse(io::ZeroCopyInputStream &stream,
                                             uint64_t size, StringRef head,
                                             EmitError emitError) {
  ProtobufSilencer silencer;
  io::CodedInputStream input(&stream);
  input.SetTotalBytesLimit(INT_MAX);
  // Far above the importer's own limit, which has the better message, and far
  // below what the stack holds.
  input.SetRecursionLimit(1000);
  auto model = std::make_unique<pb::ModelProto>();
  bool whole =
      model->ParseFromCodedStream(&input) && input.ConsumedEntireMessage();
  bool plausible = model->has_graph() && model->has_ir_version();
  if (whole && plausible)
    return model;
  StringRef kind = plausible ? StringRef() : recognize(head);
  if (!kind.empty())
    emitError() << "is not an ONNX model: it looks like " << kind;
  else if (!whole && model->has_ir_version())
    emitError() << "is truncated, damaged or nested too deep: reading stopped "
                   "near byte "
                << input.CurrentPosition() << " of " << size
                << "; fetch or export it again";
  else if (!whole)
    emitError() << "is not an ONNX model, or damaged from the start";
  else if (!model->has_graph())
    emitError() << "is not an ONNX model: it has no graph";
  else
    emitError() << "is not an ONNX model: it has no IR version";
  return nullptr;
}

std::unique_ptr<pb::ModelProto> frontend::readModelFile(StringRef path,
                                                        EmitError emitError) {
  int fd = ::open(path.str().c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) {
    emitError() << "cannot be opened: " << std::strerror(errno);
    return nullptr;
  }
  llvm::scope_exit closer([&] { ::close(fd); });
  struct stat status;
  if (::fstat(fd, &status)) {
    emitError() << "cannot be read: " << std::strerror(errno);
    return nullptr;
  }
  if (!S_ISREG(status.st_mode)) {
    emitError() << (S_ISDIR(status.st_mode)
                        ? "is a directory; name the .onnx file in it"
                        : "is not a regular file");
    return nullptr;
  }
  uint64_t size = status.st_size;
  if (size == 0) {
    emitError() << "is empty";
    return nullptr;
  }
  if (size > maxMessageBytes) {
    emitError() << "has " << size
                << " bytes, and an ONNX file ends at 2 GiB; save the model "
                   "with external data";
    return nullptr;
  }
  char head[64];
  ssize_t got = ::pread(fd, head, sizeof(head), 0);
  io::FileInputStream stream(fd);
  std::unique_ptr<pb::ModelProto> model = parse(
      stream, size, StringRef(head, std::max<ssize_t>(got, 0)), emitError);
  if (stream.GetErrno()) {
    // The parser took a read error for the end of the file.
    if (model)
      emitError() << "cannot be read: " << std::strerror(stream.GetErrno());
    return nullptr;
  }
  return model;
}

std::unique_ptr<pb::ModelProto>
frontend::readModelBuffer(llvm::MemoryBufferRef buffer, EmitError emitError) {
  StringRef bytes = buffer.getBuffer();
  if (bytes.empty()) {
    emitError() << "is empty";
    return nullptr;
  }
  if (bytes.size() > maxMessageBytes) {
    emitError() << "has " << bytes.size()
                << " bytes, and an ONNX file ends at 2 GiB; save the model "
                   "with external data";
    return nullptr;
  }
  io::ArrayInputStream stream(bytes.data(), int(bytes.size()));
  return parse(stream, bytes.size(), bytes.take_front(64), emitError);
}
