/** What follows from a recurrence (A, b, c) and one curvature, without noise. */
package org.escapement.lab.recurrence;
