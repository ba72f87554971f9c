package org.escapement.lab.identification;

/** Why a step has no (A, b, c, P); a result, caught within the package. */
final class NotIdentifiable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NotIdentifiable(String message) {
    super(message, null, false, false);
  }
}
