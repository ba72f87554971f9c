// Entry by entry.

KERNEL fill(REAL* out, Index so, Index rows, Index columns, double value) {
  FOR_ROWS(i, rows) FOR_ENTRIES(j, columns) out[i * so + j] = (REAL)value;
}

#define COPY 0
#define ADD 1
#define MULTIPLY 2
#define DIVIDE 3

// out = a, a + value, a value or a / value
KERNEL withNumber(
    const REAL* a, Index sa, REAL* out, Index so, Index rows, Index columns, Index operation, double value) {
  REAL number = (REAL)value;
  FOR_ROWS(i, rows) FOR_ENTRIES(j, columns) {
    REAL entry = a[i * sa + j];
    out[i * so + j] = operation == COPY ? entry
        : operation == ADD              ? entry + number
        : operation == MULTIPLY         ? entry * number
                                        : (REAL)(entry / value);
  }
}

// out = a + factor b
KERNEL combine(
    const REAL* a, Index sa, const REAL* b, Index sb, REAL* out, Index so, Index rows, Index columns, double factor) {
  REAL number = (REAL)factor;
  FOR_ROWS(i, rows) FOR_ENTRIES(j, columns) out[i * so + j] = a[i * sa + j] + number * b[i * sb + j];
}

// out = a b
KERNEL multiplyEntries(
    const REAL* a, Index sa, const REAL* b, Index sb, REAL* out, Index so, Index rows, Index columns) {
  FOR_ROWS(i, rows) FOR_ENTRIES(j, columns) out[i * so + j] = a[i * sa + j] * b[i * sb + j];
}

// out_ij = a_ij + factor row_j
KERNEL addRow(
    const REAL* a, Index sa, const REAL* row, REAL* out, Index so, Index rows, Index columns, double factor) {
  REAL number = (REAL)factor;
  FOR_ROWS(i, rows) FOR_ENTRIES(j, columns) out[i * so + j] = a[i * sa + j] + number * row[j];
}

// out_ij = a_ij + factor column_i
KERNEL addColumn(const REAL* a, Index sa, const REAL* column, Index sc, REAL* out, Index so, Index rows, Index columns,
    double factor) {
  REAL number = (REAL)factor;
  FOR_ROWS(i, rows) FOR_ENTRIES(j, columns) out[i * so + j] = a[i * sa + j] + number * column[i * sc];
}

// out_ij = factors_i a_ij
KERNEL scaleRows(
    const REAL* a, Index sa, const REAL* factors, Index sf, REAL* out, Index so, Index rows, Index columns) {
  FOR_ROWS(i, rows) FOR_ENTRIES(j, columns) out[i * so + j] = factors[i * sf] * a[i * sa + j];
}

// out_ij = row_j
KERNEL repeatRow(const REAL* row, REAL* out, Index so, Index rows, Index columns) {
  FOR_ROWS(i, rows) FOR_ENTRIES(j, columns) out[i * so + j] = row[j];
}

// out_ij = a_ji, rows and columns being those of out
KERNEL copyTransposed(const REAL* a, Index sa, REAL* out, Index so, Index rows, Index columns) {
  FOR_ROWS(i, rows) FOR_ENTRIES(j, columns) out[i * so + j] = a[j * sa + i];
}

// row i of out is row indices_i of a
KERNEL gatherRows(const REAL* a, Index sa, const int* indices, REAL* out, Index so, Index rows, Index columns) {
  FOR_ROWS(i, rows) FOR_ENTRIES(j, columns) out[i * so + j] = a[indices[i] * sa + j];
}

// column j of out is column indices_j of a, or zero where that is negative
KERNEL gatherColumns(const REAL* a, Index sa, const int* indices, REAL* out, Index so, Index rows, Index columns) {
  FOR_ROWS(i, rows) FOR_ENTRIES(j, columns) out[i * so + j] = indices[j] < 0 ? (REAL)0 : a[i * sa + indices[j]];
}

// In the order of Nonlinearity.
#define RELU 0
#define LEAKY_RELU 1
#define TANH 2
#define SOFTPLUS 3
#define SIGMOID 4
#define GELU 5

#define LEAK ((REAL)0.01)
#define ROOT_HALF ((REAL)0.70710678118654752440)
#define DENSITY_AT_ZERO ((REAL)0.39894228040143267794)

// Comparisons are such that a NaN stays one.
__device__ inline REAL valueOf(Index function, REAL z) {
  switch (function) {
    case RELU: return z <= 0 ? (REAL)0 : z;
    case LEAKY_RELU: return z <= 0 ? LEAK * z : z;
    case TANH: return tanh(z);
    case SOFTPLUS: return (z <= 0 ? (REAL)0 : z) + log1p(exp(-fabs(z)));
    case SIGMOID: return 1 / (1 + exp(-z));
    default: return z * (REAL)0.5 * erfc(-z * ROOT_HALF);
  }
}

__device__ inline REAL slopeOf(Index function, REAL z, REAL value) {
  switch (function) {
    case RELU: return value > 0 ? (REAL)1 : value <= 0 ? (REAL)0 : value;
    case LEAKY_RELU: return value > 0 ? (REAL)1 : value <= 0 ? LEAK : value;
    case TANH: return 1 - value * value;
    case SOFTPLUS: return -expm1(-value);
    case SIGMOID: return value - value * value;
    default: return (REAL)0.5 * erfc(-z * ROOT_HALF) + z * DENSITY_AT_ZERO * exp((REAL)-0.5 * z * z);
  }
}

__device__ inline REAL bendOf(Index function, REAL z, REAL value, REAL slope) {
  switch (function) {
    case RELU:
    case LEAKY_RELU: return 0;
    case TANH: return -2 * value * slope;
    case SOFTPLUS: return slope - slope * slope;
    case SIGMOID: return slope * (1 - 2 * value);
    default: return (2 - z * z) * DENSITY_AT_ZERO * exp((REAL)-0.5 * z * z);
  }
}

// The function (derivative 0), its slope (1) or its bend (2), which read what was computed before them.
KERNEL nonlinearity(Index function, Index derivative, const REAL* z, const REAL* value, const REAL* slope, REAL* out,
    Index length) {
  FOR_ENTRIES(j, length) {
    out[j] = derivative == 0 ? valueOf(function, z[j])
        : derivative == 1    ? slopeOf(function, z[j], value[j])
                             : bendOf(function, z[j], value[j], slope[j]);
  }
}
