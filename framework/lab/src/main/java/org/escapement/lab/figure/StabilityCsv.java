package org.escapement.lab.figure;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.escapement.lab.figure.StabilityDiagram.Panel;
import org.escapement.lab.figure.StabilityDiagram.Region;
import org.escapement.lab.result.TableCsv;

/**
 * The points that a {@link StabilityDiagram} is drawn from, {@code
 * panel,matrix,optimizer,point,sharpness,nonUniformity}: of each panel, which counts from 1, one
 * row for the {@code minimum}, and for each optimizer one for the corner of its {@code box} and as
 * many as its curve has for the {@code boundary}. Numbers are as in {@code metrics.csv}.
 */
public final class StabilityCsv {
  /** The file in a run directory. */
  public static final String FILE = "stability.csv";

  private static final List<String> COLUMNS =
      List.of("panel", "matrix", "optimizer", "point", "sharpness", "nonUniformity");

  private StabilityCsv() {}

  /** Writes the table to a file, which is there in full or not at all. */
  public static void write(Path file, List<Panel> panels) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < panels.size(); i++) {
      Panel panel = panels.get(i);
      String number = Integer.toString(i + 1);
      rows.add(row(number, panel, "", "minimum", panel.sharpness(), panel.nonUniformity()));
      for (Region region : panel.regions()) {
        String label = region.label();
        rows.add(
            row(number, panel, label, "box", region.boxCurvature(), region.boxNonUniformity()));
        for (int k = 0; k < region.curvature().length; k++) {
          rows.add(
              row(
                  number,
                  panel,
                  label,
                  "boundary",
                  region.curvature()[k],
                  region.nonUniformity()[k]));
        }
      }
    }
    TableCsv.write(file, COLUMNS, rows);
  }

  private static List<String> row(
      String number, Panel panel, String optimizer, String point, double a, double s) {
    return List.of(
        number, panel.matrix(), optimizer, point, Double.toString(a), Double.toString(s));
  }
}
