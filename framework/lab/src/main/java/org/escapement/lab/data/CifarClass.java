package org.escapement.lab.data;

import java.util.Locale;

/** The classes of CIFAR-10; the ordinal is the label in its files. */
public enum CifarClass {
  AIRPLANE,
  AUTOMOBILE,
  BIRD,
  CAT,
  DEER,
  DOG,
  FROG,
  HORSE,
  SHIP,
  TRUCK;

  /** The name in the data set's own list of classes. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
