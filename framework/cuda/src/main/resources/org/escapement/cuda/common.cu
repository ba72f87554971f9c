// What all kernels have in common. REAL is float or double, defined by whoever compiles.
//
// Every parameter takes eight bytes: an address, an Index or a double. A matrix is the address of its first entry and
// the distance from a row to the next, in entries. Rows are dealt to blocks along y, entries of a row to threads along
// x, so that neighbours read neighbours and no index has to be divided.

#ifndef KERNEL
#define KERNEL extern "C" __global__ void
#endif

typedef long long Index;

#define FOR_ROWS(i, rows) for (Index i = blockIdx.y; i < (rows); i += gridDim.y)
#define FOR_ENTRIES(j, columns) \
  for (Index j = blockIdx.x * (Index)blockDim.x + threadIdx.x; j < (columns); j += gridDim.x * (Index)blockDim.x)

// Blocks of kernels that add up have this many threads; a power of two.
#define SUM_THREADS 256

// The sum of what each thread of a block brings, in an order that is always the same; whole in thread 0 only.
__device__ inline double blockSum(double own) {
  __shared__ double parts[SUM_THREADS];
  __syncthreads(); // the sum before this one has been read
  parts[threadIdx.x] = own;
  __syncthreads();
  for (int half = SUM_THREADS / 2; half > 0; half /= 2) {
    if (threadIdx.x < half) {
      parts[threadIdx.x] += parts[threadIdx.x + half];
    }
    __syncthreads();
  }
  return parts[0];
}
