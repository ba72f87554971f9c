package org.escapement.cuda;

/** The shape that a kernel works on. */
record Extent(long rows, long columns) {
  /** One row where no tensor has gaps. */
  static Extent joined(CudaTensor... tensors) {
    for (CudaTensor tensor : tensors) {
      if (!tensor.isContiguous()) {
        return of(tensors[0]);
      }
    }
    return new Extent(1, tensors[0].length());
  }

  static Extent of(CudaTensor tensor) {
    return new Extent(tensor.rows(), tensor.columns());
  }
}
