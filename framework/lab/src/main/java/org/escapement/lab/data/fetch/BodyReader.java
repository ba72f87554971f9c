package org.escapement.lab.data.fetch;

import java.io.Closeable;
import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The body of an answer, piece by piece. Unlike a stream, it does not wait for ever for a server
 * that falls silent.
 */
final class BodyReader implements Flow.Subscriber<List<ByteBuffer>>, Closeable {
  /**
   * What came: bytes, a failure, or the end.
   *
   * @param bytes or null
   * @param failure or null
   */
  private record Arrival(List<ByteBuffer> bytes, Throwable failure) {}

  private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
  private Flow.Subscription subscription;
  private boolean closed;

  /** Begins to read; only one piece more than was taken is ever held. */
  static BodyReader of(Flow.Publisher<List<ByteBuffer>> body) {
    BodyReader reader = new BodyReader();
    body.subscribe(reader);
    return reader;
  }

  /**
   * The next bytes, or nothing at the end.
   *
   * @throws HttpTimeoutException if none come for so long
   * @throws IOException if the connection fails
   */
  Optional<List<ByteBuffer>> next(Duration silence) throws IOException, InterruptedException {
    Arrival arrival = arrivals.poll(silence.toMillis(), TimeUnit.MILLISECONDS);
    if (arrival == null) {
      throw new HttpTimeoutException("no byte for " + silence.toSeconds() + " s");
    }
    if (arrival.failure() != null) {
      throw new IOException(arrival.failure().getMessage(), arrival.failure());
    }
    if (arrival.bytes() != null) {
      request();
    }
    return Optional.ofNullable(arrival.bytes());
  }

  private synchronized void request() {
    subscription.request(1);
  }

  @Override
  public synchronized void onSubscribe(Flow.Subscription subscription) {
    this.subscription = subscription;
    if (closed) {
      subscription.cancel();
    } else {
      subscription.request(1);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> bytes) {
    arrivals.add(new Arrival(bytes, null));
  }

  @Override
  public void onError(Throwable failure) {
    arrivals.add(new Arrival(null, failure));
  }

  @Override
  public void onComplete() {
    arrivals.add(new Arrival(null, null));
  }

  /** Drops the connection if the end was not reached. */
  @Override
  public synchronized void close() {
    closed = true;
    if (subscription != null) {
      subscription.cancel();
    }
  }
}
