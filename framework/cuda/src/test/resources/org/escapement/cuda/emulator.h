#pragma once

// The kernels' own sources as C++ on the processor: a launch runs its blocks one after the other, and the threads of a
// block as coroutines that change over at __syncthreads. So indices, shapes of launches and barriers are those of the
// card; only the arithmetic is the processor's.

#include <setjmp.h>
#include <ucontext.h>

#include <cmath>
#include <cstdlib>
#include <cstring>
#include <map>
#include <string>
#include <vector>

struct Dim {
  unsigned x, y, z;
};
static Dim blockIdx, blockDim, gridDim, threadIdx;

#define __device__ static
#define __shared__ static
#define KERNEL static void

using std::erfc;
using std::exp;
using std::expm1;
using std::fabs;
using std::log1p;
using std::sqrt;
using std::tanh;

// ---- coroutines: entered once by swapcontext, then changed over by longjmp, which asks nothing of the kernel

static const size_t STACK = 64 * 1024;
struct Thread {
  jmp_buf at;
  ucontext_t entry;
  std::vector<char> stack = std::vector<char>(STACK);
  bool started = false;
  bool done = true;
};
static std::vector<Thread*> threads;
static jmp_buf scheduler;
static unsigned current;
static void (*body)(const long long*);
static const long long* bodyArguments;

static void changeOver() {
  if (!_setjmp(threads[current]->at)) _longjmp(scheduler, 1);
}

static void __syncthreads() { changeOver(); }

static void runThread() {
  for (;;) {
    body(bodyArguments);
    threads[current]->done = true;
    changeOver();
  }
}

static void resume(Thread& thread) {
  if (_setjmp(scheduler)) return;
  if (thread.started) _longjmp(thread.at, 1);
  thread.started = true;
  getcontext(&thread.entry);
  thread.entry.uc_stack.ss_sp = thread.stack.data();
  thread.entry.uc_stack.ss_size = STACK;
  thread.entry.uc_link = nullptr;
  makecontext(&thread.entry, runThread, 0);
  setcontext(&thread.entry);
}

// False if some threads of the block have ended and others still wait at a barrier.
static bool runBlock(unsigned count) {
  while (threads.size() < count) threads.push_back(new Thread());
  for (unsigned t = 0; t < count; t++) threads[t]->done = false;
  bool sound = true;
  for (unsigned left = count; left > 0;) {
    unsigned ended = 0;
    for (unsigned t = 0; t < count; t++) {
      if (threads[t]->done) continue;
      current = t;
      threadIdx.x = t;
      resume(*threads[t]);
      if (threads[t]->done) ended++;
    }
    if (ended != 0 && ended != left) sound = false;
    left -= ended;
  }
  return sound;
}

// ---- a kernel's parameters from eight bytes each

template <typename T>
static T parameter(long long bits) {
  static_assert(sizeof(T) == 8, "every parameter takes eight bytes");
  T value;
  std::memcpy(&value, &bits, 8);
  return value;
}

template <typename T>
struct Caller;
template <typename... A>
struct Caller<void (*)(A...)> {
  static const int count = sizeof...(A);
  template <void (*F)(A...), size_t... I>
  static void call(const long long* bits, std::index_sequence<I...>) {
    F(parameter<A>(bits[I])...);
  }
  template <void (*F)(A...)>
  static void body(const long long* bits) {
    call<F>(bits, std::make_index_sequence<sizeof...(A)>());
  }
};

struct Kernel {
  void (*body)(const long long*);
  int arguments;
};
#define ENTRY(name) {#name, {Caller<decltype(&name)>::body<&name>, Caller<decltype(&name)>::count}}

namespace floats {
#define REAL float
#include "kernels.inc"
static const std::map<std::string, Kernel> kernels = {
#include "names.inc"
};
#undef REAL
}  // namespace floats

// macros that a second inclusion defines again are the same
namespace doubles {
#define REAL double
#include "kernels.inc"
static const std::map<std::string, Kernel> kernels = {
#include "names.inc"
};
#undef REAL
}  // namespace doubles

// 0, or 1 if there is no such kernel, 2 if it has other parameters, 3 if not all threads meet at a barrier.
static int launch(bool isFloat, const std::string& name, unsigned blocksX, unsigned blocksY, unsigned count,
    const std::vector<long long>& arguments) {
  const std::map<std::string, Kernel>& kernels = isFloat ? floats::kernels : doubles::kernels;
  auto found = kernels.find(name);
  if (found == kernels.end()) return 1;
  if ((int)arguments.size() != found->second.arguments) return 2;
  body = found->second.body;
  bodyArguments = arguments.data();
  gridDim = {blocksX, blocksY, 1};
  blockDim = {count, 1, 1};
  for (unsigned y = 0; y < gridDim.y; y++) {
    for (unsigned x = 0; x < gridDim.x; x++) {
      blockIdx = {x, y, 0};
      if (!runBlock(count)) return 3;
    }
  }
  return 0;
}

static int parametersOf(bool isFloat, const std::string& name) {
  const std::map<std::string, Kernel>& kernels = isFloat ? floats::kernels : doubles::kernels;
  auto found = kernels.find(name);
  return found == kernels.end() ? -1 : found->second.arguments;
}

// TF32, where a test asks for it: floats rounded to ten bits after the point. Doubles stay what they are.
static const bool tf32 = getenv("EMULATED_TF32") != nullptr;
static inline double factor(double x) { return x; }
static inline float factor(float x) {
  if (!tf32) return x;
  unsigned bits;
  std::memcpy(&bits, &x, 4);
  bits = (bits + 0x1000) & ~0x1fffu;
  std::memcpy(&x, &bits, 4);
  return x;
}

// C = alpha op(A) op(B) + beta C, matrices in rows
template <typename T>
static void product(bool ta, bool tb, long long m, long long n, long long k, double alpha, const T* a, long long lda,
    const T* b, long long ldb, double beta, T* c, long long ldc) {
  for (long long i = 0; i < m; i++) {
    for (long long j = 0; j < n; j++) {
      T sum = 0;
      for (long long l = 0; l < k; l++) {
        sum += factor(ta ? a[l * lda + i] : a[i * lda + l]) * factor(tb ? b[j * ldb + l] : b[l * ldb + j]);
      }
      c[i * ldc + j] = beta == 0 ? (T)alpha * sum : (T)alpha * sum + (T)beta * c[i * ldc + j];
    }
  }
}
