// Images in rows, [channels, height, width] in c order; windows slide over them with padding of zeros. `pooled` and
// patches have the windows in the order of their lines and columns, outHeight by outWidth of them.

#define GEOMETRY Index channels, Index height, Index width, Index kernel, Index stride, Index padding, Index outHeight, Index outWidth

// patches_i = the matrix whose columns are the windows of image i, its rows in the order channel, line, column
KERNEL patches(const REAL* images, Index si, Index count, GEOMETRY, REAL* out) {
  Index positions = outHeight * outWidth;
  Index size = channels * kernel * kernel * positions;
  FOR_ROWS(i, count) FOR_ENTRIES(e, size) {
    Index position = e % positions;
    Index row = e / positions;
    Index line = position / outWidth * stride - padding + row / kernel % kernel;
    Index column = position % outWidth * stride - padding + row % kernel;
    Index channel = row / (kernel * kernel);
    bool inside = line >= 0 && line < height && column >= 0 && column < width;
    out[i * size + e] = inside ? images[i * si + (channel * height + line) * width + column] : (REAL)0;
  }
}

// images_i = (add ? images_i : 0) + what patches_i puts on each entry, collected by the entry
KERNEL foldPatches(const REAL* patches, Index count, GEOMETRY, REAL* images, Index si, Index add) {
  Index positions = outHeight * outWidth;
  Index size = channels * kernel * kernel * positions;
  FOR_ROWS(i, count) FOR_ENTRIES(e, channels * height * width) {
    Index column = e % width;
    Index line = e / width % height;
    Index channel = e / (width * height);
    REAL sum = add ? images[i * si + e] : (REAL)0;
    for (Index down = 0; down < kernel; down++) {
      Index y = line + padding - down;
      if (y < 0 || y % stride != 0 || y / stride >= outHeight) continue;
      for (Index across = 0; across < kernel; across++) {
        Index x = column + padding - across;
        if (x < 0 || x % stride != 0 || x / stride >= outWidth) continue;
        Index row = (channel * kernel + down) * kernel + across;
        sum += patches[i * size + row * positions + y / stride * outWidth + x / stride];
      }
    }
    images[i * si + e] = sum;
  }
}

KERNEL averagePool(const REAL* images, Index si, Index count, GEOMETRY, REAL* pooled, Index sp) {
  Index positions = outHeight * outWidth;
  FOR_ROWS(i, count) FOR_ENTRIES(e, channels * positions) {
    Index firstLine = e % positions / outWidth * stride - padding;
    Index firstColumn = e % outWidth * stride - padding;
    const REAL* image = images + i * si + e / positions * height * width;
    REAL sum = 0;
    for (Index line = firstLine < 0 ? 0 : firstLine; line < firstLine + kernel && line < height; line++) {
      for (Index column = firstColumn < 0 ? 0 : firstColumn; column < firstColumn + kernel && column < width;
           column++) {
        sum += image[line * width + column];
      }
    }
    pooled[i * sp + e] = sum / (kernel * kernel);
  }
}

// Each entry collects its shares of the windows that cover it.
KERNEL averagePoolTransposed(const REAL* pooled, Index sp, Index count, GEOMETRY, REAL* images, Index si) {
  FOR_ROWS(i, count) FOR_ENTRIES(e, channels * height * width) {
    Index column = e % width;
    Index line = e / width % height;
    const REAL* channel = pooled + i * sp + e / (width * height) * outHeight * outWidth;
    REAL sum = 0;
    for (Index y = 0; y < outHeight; y++) {
      if (line < y * stride - padding || line >= y * stride - padding + kernel) continue;
      for (Index x = 0; x < outWidth; x++) {
        if (column < x * stride - padding || column >= x * stride - padding + kernel) continue;
        sum += channel[y * outWidth + x];
      }
    }
    images[i * si + e] = sum / (kernel * kernel);
  }
}

// where = the entry of the channel's image that is greatest under each window: the first of equals, a NaN before all
KERNEL chooseMaxima(const REAL* images, Index si, Index count, GEOMETRY, REAL* pooled, Index sp, int* where) {
  Index positions = outHeight * outWidth;
  FOR_ROWS(i, count) FOR_ENTRIES(e, channels * positions) {
    Index firstLine = e % positions / outWidth * stride - padding;
    Index firstColumn = e % outWidth * stride - padding;
    const REAL* image = images + i * si + e / positions * height * width;
    Index greatest = -1;
    for (Index line = firstLine < 0 ? 0 : firstLine; line < firstLine + kernel && line < height; line++) {
      for (Index column = firstColumn < 0 ? 0 : firstColumn; column < firstColumn + kernel && column < width;
           column++) {
        Index entry = line * width + column;
        bool first = greatest < 0;
        bool beaten = !first && image[greatest] == image[greatest]
            && (image[entry] > image[greatest] || image[entry] != image[entry]);
        if (first || beaten) greatest = entry;
      }
    }
    where[i * channels * positions + e] = (int)greatest;
    pooled[i * sp + e] = image[greatest];
  }
}

KERNEL pickMaxima(const REAL* images, Index si, Index count, GEOMETRY, REAL* pooled, Index sp, const int* where) {
  Index positions = outHeight * outWidth;
  FOR_ROWS(i, count) FOR_ENTRIES(e, channels * positions) {
    pooled[i * sp + e] = images[i * si + e / positions * height * width + where[i * channels * positions + e]];
  }
}

// Each entry collects from the windows that cover it and chose it.
KERNEL putMaxima(const REAL* pooled, Index sp, Index count, GEOMETRY, REAL* images, Index si, const int* where) {
  Index positions = outHeight * outWidth;
  FOR_ROWS(i, count) FOR_ENTRIES(e, channels * height * width) {
    Index column = e % width;
    Index line = e / width % height;
    Index first = e / (width * height) * positions;
    REAL sum = 0;
    for (Index y = 0; y < outHeight; y++) {
      if (line < y * stride - padding || line >= y * stride - padding + kernel) continue;
      for (Index x = 0; x < outWidth; x++) {
        Index window = first + y * outWidth + x;
        if (where[i * channels * positions + window] == line * width + column) sum += pooled[i * sp + window];
      }
    }
    images[i * si + e] = sum;
  }
}

// out_i[channel] = out_i[channel] + bias[channel]
KERNEL addChannels(REAL* out, Index so, Index count, Index outputs, Index positions, const REAL* bias) {
  FOR_ROWS(i, count) FOR_ENTRIES(e, outputs * positions) out[i * so + e] += bias[e / positions];
}

// sum_channel = sum_channel + weight Σ_i Σ_position deltas; a block a channel
KERNEL addChannelSums(
    const REAL* deltas, Index sd, Index count, Index outputs, Index positions, REAL* sum, double weight) {
  for (Index channel = blockIdx.x; channel < outputs; channel += gridDim.x) {
    double own = 0;
    for (Index i = 0; i < count; i++) {
      for (Index position = threadIdx.x; position < positions; position += SUM_THREADS) {
        own += deltas[i * sd + channel * positions + position];
      }
    }
    double total = blockSum(own);
    if (threadIdx.x == 0) {
      sum[channel] = (REAL)(sum[channel] + weight * total);
    }
  }
}

// out_i[channel] = Σ_position deltas_i[channel]; a block an image's channel
KERNEL channelSums(
    const REAL* deltas, Index sd, Index count, Index outputs, Index positions, REAL* out, Index so) {
  for (Index e = blockIdx.x; e < count * outputs; e += gridDim.x) {
    Index i = e / outputs;
    Index channel = e % outputs;
    double own = 0;
    for (Index position = threadIdx.x; position < positions; position += SUM_THREADS) {
      own += deltas[i * sd + channel * positions + position];
    }
    double sum = blockSum(own);
    if (threadIdx.x == 0) {
      out[i * so + channel] = (REAL)sum;
    }
  }
}

// out = out + weight Σ_i parts_i, rows by columns each
KERNEL addParts(
    const REAL* parts, Index count, Index rows, Index columns, REAL* out, Index so, double weight) {
  FOR_ROWS(r, rows) FOR_ENTRIES(c, columns) {
    double sum = 0;
    for (Index i = 0; i < count; i++) {
      sum += parts[(i * rows + r) * columns + c];
    }
    out[r * so + c] = (REAL)(out[r * so + c] + weight * sum);
  }
}

// parts_i = parts_i − shared, rows by columns each
KERNEL subtractShared(REAL* parts, Index count, Index rows, Index columns, const REAL* shared, Index ss) {
  FOR_ROWS(r, count * rows) FOR_ENTRIES(c, columns) parts[r * columns + c] -= shared[r % rows * ss + c];
}

// out_i[channel] = out_i[channel] + Σ_position tangents_i[channel] − shift[channel]; a block an image's channel
KERNEL addExampleBiases(
    const REAL* tangents, Index st, const REAL* shift, Index count, Index outputs, Index positions, REAL* out, Index so) {
  for (Index e = blockIdx.x; e < count * outputs; e += gridDim.x) {
    Index i = e / outputs;
    Index channel = e % outputs;
    double own = 0;
    for (Index position = threadIdx.x; position < positions; position += SUM_THREADS) {
      own += tangents[i * st + channel * positions + position];
    }
    __shared__ double bias;
    double sum = blockSum(own);
    if (threadIdx.x == 0) {
      bias = sum - (shift ? (double)shift[channel] : 0);
    }
    __syncthreads();
    for (Index position = threadIdx.x; position < positions; position += SUM_THREADS) {
      out[i * so + channel * positions + position] += (REAL)bias;
    }
  }
}
