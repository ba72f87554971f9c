package org.escapement.host.reproduce;

import java.util.List;
import org.escapement.lab.figure.Figure;

/**
 * What the runs of a target show.
 *
 * @param claims the paper's statements, held against the runs
 * @param columns of the table
 * @param rows of the table, as many cells in each as there are columns
 * @param figure the target's figure
 */
public record Findings(
    List<Claim> claims, List<String> columns, List<List<String>> rows, Figure figure) {
  public Findings {
    claims = List.copyOf(claims);
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
  }

  /** Whether every claim holds. */
  public boolean allHold() {
    return claims.stream().allMatch(Claim::holds);
  }
}
