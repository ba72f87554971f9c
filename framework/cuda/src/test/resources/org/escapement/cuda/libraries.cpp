// The functions of libcuda, libcudart, libcublas and libnvrtc that are called here, on the emulated card: with these in
// the place of NVIDIA's libraries everything runs that runs on a card, JavaCPP's wrappers included. Memory is the
// processor's, and whatever a card would refuse fails here too.

#include "emulator.h"

#include <cstdio>

namespace {
struct Module {
  bool isFloat;
};
struct Function {
  bool isFloat;
  std::string name;
};
struct Program {
  std::string definition, log;
};
const char* const CODE = "emulated ";

size_t capacity() {
  const char* mebibytes = getenv("EMULATED_MEBIBYTES");
  return (mebibytes ? (size_t)atoll(mebibytes) : 1024) << 20;
}
size_t used = 0;
std::map<void*, size_t> blocks;

// A status that a test asks for in the environment, or zero.
int asked(const char* name) {
  const char* status = getenv(name);
  return status ? atoi(status) : 0;
}

// Whether bytes lie in a block that was taken; all else would be a fault of the card.
bool inside(const void* address, size_t bytes) {
  auto block = blocks.upper_bound((void*)address);
  if (block == blocks.begin()) return false;
  --block;
  return (const char*)address + bytes <= (const char*)block->first + block->second;
}

template <typename T>
int products(int ta, int tb, int m, int n, int k, const T* alpha, const T* a, int lda, long long stepA, const T* b,
    int ldb, long long stepB, const T* beta, T* c, int ldc, long long stepC, int count) {
  // by columns, a matrix is its transpose by rows; cuBLAS refuses a distance shorter than a column
  if (lda < (ta ? k : m) || ldb < (tb ? n : k) || ldc < m) return 7;
  for (int i = 0; i < count; i++) {
    if (!inside(a + i * stepA, sizeof(T)) || !inside(b + i * stepB, sizeof(T))
        || !inside(c + i * stepC, ((size_t)(n - 1) * ldc + m) * sizeof(T))) {
      return 14;
    }
    product<T>(tb, ta, n, m, k, *alpha, b + i * stepB, ldb, a + i * stepA, lda, *beta, c + i * stepC, ldc);
  }
  return 0;
}
}  // namespace

extern "C" {

// ---- libcudart

int cudaGetDeviceCount(int* count) {
  const char* order = getenv("CUDA_DEVICE_ORDER");
  if (order && strcmp(order, "PCI_BUS_ID") != 0) return 101;  // another card would be the first
  if (int status = asked("EMULATED_COUNT_STATUS")) return status;
  *count = getenv("EMULATED_NO_CARD") ? 0 : 1;
  return *count ? 0 : 100;
}
int cudaSetDevice(int card) { return card == 0 ? 0 : 101; }
int cudaDeviceGetAttribute(int* value, int attribute, int) {
  *value = attribute == 75 ? 9 : attribute == 76 ? 0 : -1;
  return 0;
}
int cudaGetDeviceProperties(char* properties, int) {
  strcpy(properties, "Emulated Card");
  return 0;
}
int cudaMalloc(void** address, size_t bytes) {
  if (used + bytes > capacity()) return 2;
  void* block = aligned_alloc(256, (bytes + 255) / 256 * 256);
  memset(block, 0xff, bytes);
  blocks[block] = bytes;
  used += bytes;
  *address = block;
  return 0;
}
int cudaFree(void* address) {
  if (!address) return 0;
  auto block = blocks.find(address);
  if (block == blocks.end()) return 1;
  used -= block->second;
  free(address);
  blocks.erase(block);
  return 0;
}
int cudaMemGetInfo(size_t* free, size_t* total) {
  *total = capacity();
  *free = *total - used;
  return 0;
}
int cudaMemcpy(void* to, const void* from, size_t bytes, int kind) {
  if (!inside(kind == 1 ? to : from, bytes)) return 1;
  memcpy(to, from, bytes);
  return 0;
}
int cudaMemcpy2D(void* to, size_t toPitch, const void* from, size_t fromPitch, size_t width, size_t rows, int kind) {
  size_t most = asked("EMULATED_MOST_PITCH") ? asked("EMULATED_MOST_PITCH") : 0x7fffffff;
  if (toPitch < width || fromPitch < width || toPitch > most || fromPitch > most) return 12;
  if (kind == 1 ? !inside(to, (rows - 1) * toPitch + width) : !inside(from, (rows - 1) * fromPitch + width)) return 1;
  for (size_t i = 0; i < rows; i++) memcpy((char*)to + i * toPitch, (const char*)from + i * fromPitch, width);
  return 0;
}
int cudaDeviceSynchronize() { return 0; }
int cudaGetLastError() { return 0; }
const char* cudaGetErrorName(int status) { return status == 100 ? "cudaErrorNoDevice" : "cudaErrorEmulated"; }
const char* cudaGetErrorString(int status) { return status == 100 ? "no CUDA-capable device is detected" : "refused"; }

// ---- libcuda

int cuModuleLoadData(Module** module, const char* image) {
  if (int status = asked("EMULATED_LOAD_STATUS")) return status;
  if (strncmp(image, CODE, strlen(CODE)) != 0) return 200;
  *module = new Module{strcmp(image + strlen(CODE), "REAL=float") == 0};
  return 0;
}
int cuModuleGetFunction(Function** function, Module* module, const char* name) {
  if (parametersOf(module->isFloat, name) < 0) return 500;
  *function = new Function{module->isFloat, name};
  return 0;
}
int cuLaunchKernel(Function* function, unsigned x, unsigned y, unsigned z, unsigned threads, unsigned threadsY,
    unsigned threadsZ, unsigned shared, void* stream, void** parameters, void** extra) {
  if (x < 1 || y < 1 || y > 65535 || z != 1 || threads < 1 || threads > 1024 || threadsY != 1 || threadsZ != 1
      || shared != 0 || stream || extra) {
    return 1;
  }
  if (const char* broken = getenv("EMULATED_BROKEN_KERNEL")) {
    if (function->name == broken) return 719;
  }
  std::vector<long long> bits(parametersOf(function->isFloat, function->name));
  for (size_t i = 0; i < bits.size(); i++) memcpy(&bits[i], parameters[i], 8);
  return launch(function->isFloat, function->name, x, y, threads, bits) == 0 ? 0 : 719;
}
int cuGetErrorName(int status, const char** name) {
  static char text[40];
  snprintf(text, sizeof text, "CUDA_ERROR_EMULATED_%d", status);
  *name = text;
  return 0;
}

// ---- libcublas

int cublasCreate_v2(void** handle) {
  if (int status = asked("EMULATED_CUBLAS_STATUS")) return status;
  *handle = malloc(1);
  return 0;
}
int cublasSetMathMode(void*, int mode) { return mode == 0 ? 0 : 7; }
const char* cublasGetStatusString(int) { return "CUBLAS_STATUS_EMULATED"; }
int cublasSgemm_v2(void*, int ta, int tb, int m, int n, int k, const float* alpha, const float* a, int lda,
    const float* b, int ldb, const float* beta, float* c, int ldc) {
  return products(ta, tb, m, n, k, alpha, a, lda, 0, b, ldb, 0, beta, c, ldc, 0, 1);
}
int cublasDgemm_v2(void*, int ta, int tb, int m, int n, int k, const double* alpha, const double* a, int lda,
    const double* b, int ldb, const double* beta, double* c, int ldc) {
  return products(ta, tb, m, n, k, alpha, a, lda, 0, b, ldb, 0, beta, c, ldc, 0, 1);
}
int cublasSgemmStridedBatched(void*, int ta, int tb, int m, int n, int k, const float* alpha, const float* a, int lda,
    long long stepA, const float* b, int ldb, long long stepB, const float* beta, float* c, int ldc, long long stepC,
    int count) {
  return products(ta, tb, m, n, k, alpha, a, lda, stepA, b, ldb, stepB, beta, c, ldc, stepC, count);
}
int cublasDgemmStridedBatched(void*, int ta, int tb, int m, int n, int k, const double* alpha, const double* a, int lda,
    long long stepA, const double* b, int ldb, long long stepB, const double* beta, double* c, int ldc, long long stepC,
    int count) {
  return products(ta, tb, m, n, k, alpha, a, lda, stepA, b, ldb, stepB, beta, c, ldc, stepC, count);
}

// ---- libnvrtc

int nvrtcVersion(int* major, int* minor) {
  *major = 13;
  *minor = 3;
  return 0;
}
int nvrtcGetNumSupportedArchs(int* count) {
  *count = 3;
  return 0;
}
int nvrtcGetSupportedArchs(int* archs) {
  archs[0] = 75;
  archs[1] = 90;
  archs[2] = 100;
  return 0;
}
int nvrtcCreateProgram(Program** program, const char* source, const char*, int headers, void*, void*) {
  *program = new Program{"", strstr(source, "KERNEL fill(") ? "" : "no kernels"};
  return headers == 0 ? 0 : 3;
}
int nvrtcCompileProgram(Program* program, int count, const char** options) {
  bool architecture = false;
  for (int i = 0; i < count; i++) {
    if (!strcmp(options[i], "--gpu-architecture=sm_90")) architecture = true;
    if (!strncmp(options[i], "-DREAL=", 7)) program->definition = options[i] + 2;
  }
  if (asked("EMULATED_COMPILE_STATUS")) program->log = "line 1:\n  no";
  if (!program->log.empty()) return 6;
  return architecture && !program->definition.empty() ? 0 : 5;
}
int nvrtcGetCUBINSize(Program* program, size_t* size) {
  *size = strlen(CODE) + program->definition.size() + 1;
  return 0;
}
int nvrtcGetCUBIN(Program* program, char* code) {
  strcpy(code, (CODE + program->definition).c_str());
  return 0;
}
int nvrtcGetProgramLogSize(Program* program, size_t* size) {
  *size = program->log.size() + 1;
  return 0;
}
int nvrtcGetProgramLog(Program* program, char* log) {
  strcpy(log, program->log.c_str());
  return 0;
}
int nvrtcDestroyProgram(Program** program) {
  delete *program;
  *program = nullptr;
  return 0;
}
const char* nvrtcGetErrorString(int status) { return status == 6 ? "NVRTC_ERROR_COMPILATION" : "NVRTC_ERROR_EMULATED"; }
}

// ---- libcublasLt, of which nothing is called, only its version is looked for
extern "C" void cublasLt_nothing() {}
