package org.escapement.spi.linearization;

/** No analytic form is given: the host differentiates {@code step} by central differences. */
public record Numerical() implements Linearization {}
