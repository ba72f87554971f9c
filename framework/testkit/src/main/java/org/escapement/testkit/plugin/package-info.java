/**
 * Which classes the rules are about: those of the project, or those that the host loads from the
 * project's zip.
 */
package org.escapement.testkit.plugin;
