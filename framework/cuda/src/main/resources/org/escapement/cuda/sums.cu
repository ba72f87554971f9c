// Sums, all in double and in an order that depends on the shapes alone. No atomics.

// out_i = Σ_j a_ij b_ij + beta out_i, or Σ_j a_ij + … without b; a block a row
KERNEL rowSums(
    const REAL* a, Index sa, const REAL* b, Index sb, Index rows, Index columns, REAL* out, Index so, double beta) {
  for (Index i = blockIdx.x; i < rows; i += gridDim.x) {
    double own = 0;
    for (Index j = threadIdx.x; j < columns; j += SUM_THREADS) {
      own += b ? (double)a[i * sa + j] * b[i * sb + j] : (double)a[i * sa + j];
    }
    double sum = blockSum(own);
    if (threadIdx.x == 0) {
      out[i * so] = (REAL)(beta == 0 ? sum : sum + beta * out[i * so]);
    }
  }
}

// partials_yj = the sum of column j over the y-th chunk of rows
KERNEL columnPartials(const REAL* a, Index sa, Index rows, Index columns, Index chunk, double* partials) {
  Index last = (blockIdx.y + 1) * chunk < rows ? (blockIdx.y + 1) * chunk : rows;
  FOR_ENTRIES(j, columns) {
    double sum = 0;
    for (Index i = blockIdx.y * chunk; i < last; i++) {
      sum += a[i * sa + j];
    }
    partials[blockIdx.y * columns + j] = sum;
  }
}

// out_j = out_j + factor Σ_y partials_yj
KERNEL addColumnPartials(const double* partials, Index chunks, Index columns, REAL* out, double factor) {
  FOR_ENTRIES(j, columns) {
    double sum = 0;
    for (Index y = 0; y < chunks; y++) {
      sum += partials[y * columns + j];
    }
    out[j] = (REAL)(out[j] + factor * sum);
  }
}

// partials_x = the sum of block x's share of a_j b_j, or of |a_j| without b
KERNEL dotPartials(const REAL* a, const REAL* b, Index length, double* partials) {
  double own = 0;
  FOR_ENTRIES(j, length) own += b ? (double)a[j] * b[j] : fabs((double)a[j]);
  double sum = blockSum(own);
  if (threadIdx.x == 0) {
    partials[blockIdx.x] = sum;
  }
}

// result = Σ values; one block
KERNEL sumNumbers(const double* values, Index length, double* result) {
  double own = 0;
  for (Index j = threadIdx.x; j < length; j += SUM_THREADS) {
    own += values[j];
  }
  double sum = blockSum(own);
  if (threadIdx.x == 0) {
    *result = sum;
  }
}

// w = w − coefficient v, the coefficient being where sumNumbers left it
KERNEL subtractMultiple(const double* coefficient, const REAL* v, REAL* w, Index length) {
  REAL number = (REAL)*coefficient;
  FOR_ENTRIES(j, length) w[j] -= number * v[j];
}

// mean_j = mean_j + s_j / count and scale_j = 1 / √(max(0, q_j − s_j² / count) / count + epsilon), where a NaN stays one
KERNEL moments(
    const REAL* s, const REAL* q, Index columns, double count, double epsilon, REAL* mean, REAL* scale) {
  FOR_ENTRIES(j, columns) {
    double sum = s[j];
    double squares = q[j] - sum * sum / count;
    mean[j] = (REAL)(mean[j] + sum / count);
    scale[j] = (REAL)(1 / sqrt((squares <= 0 ? 0 : squares) / count + epsilon));
  }
}

// The losses −Σ_j y_ij ln p_ij with p_i = softmax(outputs_i), and what their derivatives need; a thread a row, in
// double. The greatest output's term is one, so that the others are not lost beside it.
KERNEL softmaxRows(const REAL* outputs, Index so, const REAL* targets, Index st, REAL* delta, Index sd,
    REAL* probabilities, Index sp, REAL* roots, Index sr, REAL* likeliest, Index sl, Index rows, Index columns,
    double* losses) {
  FOR_ENTRIES(i, rows) {
    const REAL* output = outputs + i * so;
    Index greatest = 0;
    for (Index j = 1; j < columns; j++) {
      if (output[j] > output[greatest]) {
        greatest = j;
      }
    }
    double top = output[greatest];
    double others = 0;
    double loss = 0;
    for (Index j = 0; j < columns; j++) {
      double below = output[j] - top;
      double target = targets[i * st + j];
      loss -= target == 0 ? 0 : target * below;
      others += j == greatest ? 0 : exp(below);
    }
    for (Index j = 0; j < columns; j++) {
      double probability = exp(output[j] - top) / (1 + others);
      delta[i * sd + j] = (REAL)(probability - targets[i * st + j]);
      roots[i * sr + j] = (REAL)sqrt(probability);
      likeliest[i * sl + j] = j == greatest;
      probabilities[i * sp + j] = (REAL)probability;
    }
    losses[i] = loss + log1p(others);
  }
}
