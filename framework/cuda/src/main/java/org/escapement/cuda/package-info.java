/**
 * The engine's primitives on NVIDIA cards: cuBLAS for products, kernels compiled at run time for
 * the card that is there. {@link org.escapement.cuda.Device} is all that is known of CUDA outside
 * of the classes that implement it.
 */
package org.escapement.cuda;
