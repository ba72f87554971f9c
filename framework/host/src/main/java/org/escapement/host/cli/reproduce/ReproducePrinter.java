package org.escapement.host.cli.reproduce;

import java.io.PrintWriter;
import org.escapement.host.cli.text.TextTable;
import org.escapement.host.reproduce.Claim;
import org.escapement.host.reproduce.Reproduction;

/** What a target shows, as tables for people. */
final class ReproducePrinter {
  private static final String INDENT = "  ";

  private final PrintWriter out;

  ReproducePrinter(PrintWriter out) {
    this.out = out;
  }

  void print(Reproduction reproduction) {
    out.println(reproduction.target().name() + ": " + reproduction.target().title());
    if (!reproduction.failed().isEmpty()) {
      out.println(
          INDENT
              + reproduction.failed().size()
              + " of "
              + reproduction.jobs()
              + " runs did not end as they should and are left out:");
      reproduction
          .failed()
          .forEach(
              job -> out.println(INDENT + job.id() + " " + job.status() + ": " + job.message()));
    }
    if (reproduction.findings() != null) {
      table(reproduction);
      claims(reproduction);
    }
    out.println(INDENT + "results in " + reproduction.directory().path());
    out.println();
    out.flush();
  }

  private void table(Reproduction reproduction) {
    TextTable table = new TextTable();
    table.row(reproduction.findings().columns().toArray(String[]::new));
    reproduction.findings().rows().forEach(row -> table.row(row.toArray(String[]::new)));
    table.print(out, INDENT);
    out.println();
  }

  private void claims(Reproduction reproduction) {
    TextTable table = new TextTable();
    table.row("claim", "expected", "measured", "holds");
    for (Claim claim : reproduction.findings().claims()) {
      table.row(
          claim.statement(), claim.expected(), claim.measured(), claim.holds() ? "yes" : "NO");
    }
    table.print(out, INDENT);
  }
}
