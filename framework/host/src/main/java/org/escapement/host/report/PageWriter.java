package org.escapement.host.report;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/**
 * A page as one HTML file that needs no other: style, script, chart library and data are within.
 * Its policy lets a browser run these two scripts alone, known by their hashes, and load nothing.
 */
final class PageWriter {
  private static final String LIBRARY =
      "/META-INF/resources/webjars/echarts/5.5.0/echarts.common.min.js";

  private PageWriter() {}

  /**
   * What the template takes.
   *
   * @param charts JSON of all charts
   * @param policy of the page
   */
  record View(
      Page page, String style, String library, String script, String charts, String policy) {}

  /** The HTML text. */
  static String html(Page page) throws IOException {
    String library = resource(LIBRARY);
    String script = resource("report.js");
    return template()
        .execute(
            new View(
                page,
                resource("report.css"),
                library,
                script,
                json(page.charts()),
                policy(List.of(library, script))));
  }

  private static Template template() throws IOException {
    // what is null or missing is not shown; text is escaped unless the template says {{{ }}}
    return Mustache.compiler()
        .escapeHTML(true)
        .nullValue("")
        .withLoader(name -> new StringReader(unchecked(name + ".mustache")))
        .compile(resource("report.mustache"));
  }

  /** In a script element only the end tag and comments mean something; so no {@code <} is left. */
  static String json(List<Chart> charts) throws IOException {
    return JsonMapper.builder()
        .build()
        .writeValueAsString(charts)
        .replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026");
  }

  private static String policy(List<String> scripts) {
    StringBuilder policy = new StringBuilder("default-src 'none'; script-src");
    scripts.forEach(script -> policy.append(" 'sha256-").append(sha256(script)).append('\''));
    return policy
        .append("; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'")
        .toString();
  }

  private static String sha256(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String unchecked(String name) {
    try {
      return resource(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = PageWriter.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException(name + " is not in the program");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
    }
  }
}
