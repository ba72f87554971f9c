package org.escapement.host.plugin;

import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;

/** The compiler's sources and results, held in memory. */
final class MemoryFiles extends ForwardingJavaFileManager<JavaFileManager> {
  private static final Pattern PACKAGE = Pattern.compile("package ([\\w.]+);");
  private static final Pattern TYPE =
      Pattern.compile("public (?:abstract )?(?:class|interface|record) (\\w+)");

  private final Map<String, ByteArrayOutputStream> written = new LinkedHashMap<>();

  MemoryFiles(JavaFileManager standard) {
    super(standard);
  }

  static List<JavaFileObject> sources(String... sources) {
    List<JavaFileObject> files = new ArrayList<>();
    for (String source : sources) {
      String path = first(PACKAGE, source).replace('.', '/') + "/" + first(TYPE, source);
      files.add(
          new SimpleJavaFileObject(
              URI.create("memory:///" + path + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
              return source;
            }
          });
    }
    return files;
  }

  private static String first(Pattern pattern, String source) {
    Matcher matcher = pattern.matcher(source);
    if (!matcher.find()) {
      throw new IllegalArgumentException(pattern + " is not in " + source);
    }
    return matcher.group(1);
  }

  Map<String, byte[]> written(String prefix) {
    Map<String, byte[]> content = new LinkedHashMap<>();
    written.forEach((path, bytes) -> content.put(prefix + path, bytes.toByteArray()));
    return content;
  }

  @Override
  public JavaFileObject getJavaFileForOutput(
      Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
    return output(className.replace('.', '/') + kind.extension, kind);
  }

  @Override
  public FileObject getFileForOutput(
      Location location, String packageName, String relativeName, FileObject sibling) {
    return output(relativeName, JavaFileObject.Kind.OTHER);
  }

  private JavaFileObject output(String path, JavaFileObject.Kind kind) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    written.put(path, bytes);
    return new SimpleJavaFileObject(URI.create("memory:///" + path), kind) {
      @Override
      public OutputStream openOutputStream() {
        return bytes;
      }

      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) throws IOException {
        // an annotation processor asks for the result of the compilation before
        throw new FileNotFoundException(path);
      }
    };
  }
}
