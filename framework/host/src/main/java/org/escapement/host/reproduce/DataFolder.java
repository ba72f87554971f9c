package org.escapement.host.reproduce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.escapement.host.config.ConfigDocument;

/** Where data sets are looked for instead of under the name that a config gives them. */
public final class DataFolder {
  /** The key that holds a data set's place, by its type. */
  private static final Map<String, String> PLACES = Map.of("idx", "dir", "cifar10", "path");

  private DataFolder() {}

  /**
   * The config with its data set taken from a folder: the one in it that has the data set's name,
   * or else the folder itself. A config that generates its data stays as it is.
   */
  public static ConfigDocument apply(ConfigDocument document, Path folder) {
    JsonNode data = document.tree().path("data");
    String key = PLACES.get(data.path("type").asText());
    if (key == null) {
      return document;
    }
    Path named = folder.resolve(data.path(key).asText());
    Path place = Files.exists(named) ? named : folder;
    return document.with("data." + key + "=" + TextNode.valueOf(place.toString()));
  }
}
