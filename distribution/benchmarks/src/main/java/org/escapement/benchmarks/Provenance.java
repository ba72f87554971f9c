package org.escapement.benchmarks;

/**
 * What only the script knows.
 *
 * @param commit of the sources
 * @param kernels the processor that the engine's OpenBLAS chose its kernels for
 * @param note what the reader has to know about this run; may be empty
 */
record Provenance(String commit, String kernels, String note) {}
