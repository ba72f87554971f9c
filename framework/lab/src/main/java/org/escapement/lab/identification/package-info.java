/**
 * Finds (A, b, c, P) of an optimizer that gives no linearization, from its step alone: by central
 * differences, one for each number of memory that a coordinate has, whatever the dimension.
 */
package org.escapement.lab.identification;
