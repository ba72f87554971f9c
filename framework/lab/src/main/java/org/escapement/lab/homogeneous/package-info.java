/** Growth of methods that have no derivative at a minimum but scale with the distance from it. */
package org.escapement.lab.homogeneous;
