package org.escapement.lab.data;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The ideal picture of a class: a few Gaussian bumps that all classes share, plus a few of its own,
 * bright or dark, clipped to [0, 1]. The shared part is what keeps classes from being told apart at
 * a glance. It is drawn with a margin, so that a shifted view shows what lies beyond the edge.
 */
final class Prototype {
  private static final int SHARED_BUMPS = 4;
  private static final int OWN_BUMPS = 3;

  /** Centres and widths as parts of the side of an image. */
  private static final double FIRST_CENTRE = 0.15;

  private static final double LAST_CENTRE = 0.85;
  private static final double NARROWEST = 0.08;
  private static final double WIDEST = 0.2;

  private final int margin;
  private final int side;
  private final double[] pixels;

  private Prototype(int margin, int side, double[] pixels) {
    this.margin = margin;
    this.side = side;
    this.pixels = pixels;
  }

  /** One prototype a class, for images of {@code size} rows and columns with a margin around. */
  static List<Prototype> draw(int classes, int size, int margin, RandomGenerator random) {
    int side = size + 2 * margin;
    double[] shared = new double[side * side];
    for (int bump = 0; bump < SHARED_BUMPS; bump++) {
      addBump(shared, size, margin, uniform(0.4, 0.8, random), random);
    }
    List<Prototype> prototypes = new ArrayList<>();
    for (int label = 0; label < classes; label++) {
      double[] pixels = shared.clone();
      for (int bump = 0; bump < OWN_BUMPS; bump++) {
        double height = uniform(0.5, 1, random);
        addBump(pixels, size, margin, random.nextBoolean() ? height : -height, random);
      }
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = Math.min(1, Math.max(0, pixels[i]));
      }
      prototypes.add(new Prototype(margin, side, pixels));
    }
    return List.copyOf(prototypes);
  }

  private static void addBump(
      double[] pixels, int size, int margin, double height, RandomGenerator random) {
    int side = size + 2 * margin;
    double row = uniform(FIRST_CENTRE, LAST_CENTRE, random);
    double column = uniform(FIRST_CENTRE, LAST_CENTRE, random);
    double width = uniform(NARROWEST, WIDEST, random);
    for (int i = 0; i < pixels.length; i++) {
      double down = (i / side - margin + 0.5) / size - row;
      double right = (i % side - margin + 0.5) / size - column;
      // StrictMath, for the same digits on every machine
      pixels[i] += height * StrictMath.exp(-(down * down + right * right) / (2 * width * width));
    }
  }

  private static double uniform(double from, double to, RandomGenerator random) {
    return from + (to - from) * random.nextDouble();
  }

  /** The brightness at a pixel of the image or of the margin around it. */
  double at(int row, int column) {
    return pixels[(row + margin) * side + column + margin];
  }
}
