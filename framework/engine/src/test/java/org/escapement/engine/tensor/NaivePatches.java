package org.escapement.engine.tensor;

import org.escapement.engine.compute.Window2d;

/** Patches and products with them by their definitions, one entry at a time, in double. */
final class NaivePatches {
  private final Window2d window;

  NaivePatches(Window2d window) {
    this.window = window;
  }

  /** A, patch by positions: where the window's entry lies in the image, or −1 in the padding. */
  private int source(int entry, int position) {
    int side = (int) window.kernel();
    int across = (int) window.outputWidth();
    int stride = (int) window.stride();
    int line = position / across * stride + entry / side % side - (int) window.padding();
    int column = position % across * stride + entry % side - (int) window.padding();
    boolean inside = line >= 0 && line < window.height() && column >= 0 && column < window.width();
    int channel = entry / (side * side);
    return inside ? (int) ((channel * window.height() + line) * window.width() + column) : -1;
  }

  private int patch() {
    return (int) window.patch();
  }

  private int positions() {
    return (int) window.positions();
  }

  /** W A + b, output channels by positions. */
  double[] apply(double[][] weight, double[] bias, double[] image) {
    double[] out = new double[weight.length * positions()];
    for (int o = 0; o < weight.length; o++) {
      for (int q = 0; q < positions(); q++) {
        double sum = bias[o];
        for (int j = 0; j < patch(); j++) {
          int at = source(j, q);
          sum += at < 0 ? 0 : weight[o][j] * image[at];
        }
        out[o * positions() + q] = sum;
      }
    }
    return out;
  }

  /** What Wᵀ δ adds up to in the image. */
  double[] applyTransposed(double[][] weight, double[] delta) {
    double[] image = new double[(int) window.inputs()];
    for (int o = 0; o < weight.length; o++) {
      for (int q = 0; q < positions(); q++) {
        for (int j = 0; j < patch(); j++) {
          int at = source(j, q);
          if (at >= 0) {
            image[at] += weight[o][j] * delta[o * positions() + q];
          }
        }
      }
    }
    return image;
  }

  /** Adds weight · δ Aᵀ. */
  void addOuter(double[] delta, double[] image, double[][] sum, double weight) {
    for (int o = 0; o < sum.length; o++) {
      for (int q = 0; q < positions(); q++) {
        for (int j = 0; j < patch(); j++) {
          int at = source(j, q);
          sum[o][j] += at < 0 ? 0 : weight * delta[o * positions() + q] * image[at];
        }
      }
    }
  }

  /** Adds weight · δ 1. */
  void addSums(double[] delta, double[] sum, double weight) {
    for (int i = 0; i < delta.length; i++) {
      sum[i / positions()] += weight * delta[i];
    }
  }
}
