package org.escapement.cuda;

import org.bytedeco.javacpp.Pointer;

/** An address on the device as JavaCPP hands it over; the same object for one after the other. */
final class RawPointer extends Pointer {
  RawPointer() {
    super((Pointer) null);
  }

  RawPointer at(long value) {
    address = value;
    return this;
  }
}
