package org.escapement.lab.data.fetch;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A web server on this machine, as good or bad as a test wants it. One request a connection. */
final class Mirror implements Closeable {
  /**
   * What was asked for.
   *
   * @param path the file
   * @param headers by names in lower case
   */
  record Request(String path, Map<String, String> headers) {
    /** The first byte asked for; 0 without a range. */
    int from() {
      String range = headers.get("range");
      return range == null ? 0 : Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
    }

    boolean hasRange() {
      return headers.containsKey("range");
    }
  }

  /** Writes an answer; the connection is closed after it, or when it throws. */
  @FunctionalInterface
  interface Behaviour {
    void answer(Request request, OutputStream out) throws Exception;
  }

  private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final Behaviour behaviour;

  Mirror(Behaviour behaviour) throws IOException {
    this.behaviour = behaviour;
    start(this::accept);
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "mirror");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket connection = socket.accept();
        open.add(connection);
        start(() -> serve(connection));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
      String first = in.readLine();
      if (first == null) {
        return;
      }
      Map<String, String> headers = new TreeMap<>();
      for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
        int colon = line.indexOf(':');
        headers.put(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
      }
      Request request = new Request(first.split(" ")[1], headers);
      requests.add(request);
      behaviour.answer(request, connection.getOutputStream());
      connection.getOutputStream().flush();
    } catch (Exception e) {
      // the client sees a closed connection
    }
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/");
  }

  List<Request> requests() {
    return new ArrayList<>(requests);
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (Socket connection : open) {
      connection.close();
    }
  }

  static void head(OutputStream out, int status, String... headers) throws IOException {
    StringBuilder text = new StringBuilder("HTTP/1.1 " + status + " X\r\nConnection: close\r\n");
    for (String header : headers) {
      text.append(header).append("\r\n");
    }
    out.write(text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  /** The whole content, whatever was asked for. */
  static void whole(OutputStream out, byte[] content, String... headers) throws IOException {
    cut(out, content, content.length, headers);
  }

  /** The first bytes of the content, as if all were to follow. */
  static void cut(OutputStream out, byte[] content, int length, String... headers)
      throws IOException {
    List<String> all = new ArrayList<>(List.of(headers));
    all.add("Content-Length: " + content.length);
    head(out, 200, all.toArray(String[]::new));
    out.write(content, 0, length);
  }

  /** What lacks, as a good server answers. */
  static void rest(OutputStream out, byte[] content, int from, String... headers)
      throws IOException {
    List<String> all = new ArrayList<>(List.of(headers));
    all.add("Content-Length: " + (content.length - from));
    all.add("Content-Range: bytes " + from + "-" + (content.length - 1) + "/" + content.length);
    head(out, 206, all.toArray(String[]::new));
    out.write(content, from, content.length - from);
  }

  /** Answers as a good server does, ranges included. */
  static void well(Request request, OutputStream out, byte[] content, String... headers)
      throws IOException {
    if (request.hasRange()) {
      rest(out, content, request.from(), headers);
    } else {
      whole(out, content, headers);
    }
  }
}
