package org.escapement.host.backend;

/**
 * A graphics card.
 *
 * @param index its number in the order of PCI addresses
 * @param uuid NVIDIA's name for this very card, such as {@code GPU-…}
 * @param name of the product
 * @param driver version of its driver, such as {@code 580.65.06}
 * @param totalMebibytes its memory
 * @param freeMebibytes what other programs have left of it
 */
public record Card(
    int index,
    String uuid,
    String name,
    ComputeCapability capability,
    String driver,
    long totalMebibytes,
    long freeMebibytes) {

  /** How messages call it. */
  String label() {
    return "card " + index + " (" + name + ")";
  }

  /** The first number of the driver's version, or 0 if there is none. */
  int driverBranch() {
    String first = driver.split("\\.", 2)[0];
    return first.matches("\\d{1,6}") ? Integer.parseInt(first) : 0;
  }
}
