# Ruby's peers: Rack, and the message verifier and encryptor that Rails seals its cookies with.
require "base64"
require "json"
require "securerandom"
require "active_support"
require "active_support/message_encryptor"
require "active_support/message_verifier"
require "active_support/key_generator"
require "active_support/core_ext/numeric/time"
require "rack"
require "rack/session/cookie"
require "rack/session/pool"

SERVING = ARGV[0] == "serve"
MILLISECONDS = Float(ENV.fetch("MILLISECONDS", "20"))
HEADER = SERVING ? $stdin.gets.chomp : ENV.fetch("COOKIE_HEADER")
PAYLOAD = "Z" * 100
BYTES = "Z".b * 200
VALUE = "4Qm0Zs1bq0oYl7cXn5vJ2hTt8uRk3wEe6yAa9pBbDdF"

Measurement = Struct.new(:operation, :peer, :version, :body, :count) do
  def timed(count)
    start = Process.clock_gettime(Process::CLOCK_PROCESS_CPUTIME_ID, :nanosecond)
    count.times(&body)
    Process.clock_gettime(Process::CLOCK_PROCESS_CPUTIME_ID, :nanosecond) - start
  end

  def run
    unless count
      tried = 1
      tried *= 2 while (elapsed = timed(tried)) < MILLISECONDS * 250_000
      self.count = [1, (tried * MILLISECONDS * 1e6 / elapsed).to_i].max
    end
    timed(count).fdiv(count)
  end

  def entry = { operation: operation, peer: peer, version: version }
end

MEASUREMENTS = []

def measure(operation, peer, version, &body)
  MEASUREMENTS << Measurement.new(operation, peer, version, body)
end

def check(condition)
  raise "a peer gave a wrong value" unless condition
end

ruby = "Ruby #{RUBY_VERSION}"
measure("random", "Ruby SecureRandom", ruby) { SecureRandom.random_bytes(32) }
encoded = Base64.urlsafe_encode64(BYTES, padding: false)
check(Base64.urlsafe_decode64(encoded) == BYTES)
measure("base64url.encode", "Ruby Base64", ruby) { Base64.urlsafe_encode64(BYTES, padding: false) }
measure("base64url.decode", "Ruby Base64", ruby) { Base64.urlsafe_decode64(encoded) }

# Rails, as its cookies jar calls it: keys from the key generator, JSON, a purpose and an expiry.

rails = "ActiveSupport #{ActiveSupport::VERSION::STRING}"
generator = ActiveSupport::KeyGenerator.new(SecureRandom.hex(64), iterations: 1000)
verifier = ActiveSupport::MessageVerifier.new(generator.generate_key("signed"), digest: "SHA256", serializer: JSON)
signed = verifier.generate(PAYLOAD, purpose: "cookie.id", expires_in: 1.hour)
check(verifier.verify(signed, purpose: "cookie.id") == PAYLOAD)
measure("signed.write", "Rails", rails) { verifier.generate(PAYLOAD, purpose: "cookie.id", expires_in: 1.hour) }
measure("signed.read", "Rails", rails) { verifier.verify(signed, purpose: "cookie.id") }

encryptor = ActiveSupport::MessageEncryptor.new(generator.generate_key("sealed", 32), cipher: "aes-256-gcm", serializer: JSON)
sealed = encryptor.encrypt_and_sign(PAYLOAD, purpose: "cookie.id", expires_in: 1.hour)
check(encryptor.decrypt_and_verify(sealed, purpose: "cookie.id") == PAYLOAD)
measure("sealed.write", "Rails", rails) { encryptor.encrypt_and_sign(PAYLOAD, purpose: "cookie.id", expires_in: 1.hour) }
measure("sealed.read", "Rails", rails) { encryptor.decrypt_and_verify(sealed, purpose: "cookie.id") }

# Rack

rack = "Rack #{Rack.release}"
check(Rack::Utils.parse_cookies_header(HEADER)["__Host-id"] == VALUE)
measure("cookie.parse", "Rack", rack) { Rack::Utils.parse_cookies_header(HEADER)["__Host-id"] }
ATTRIBUTES = { value: VALUE, path: "/", secure: true, httponly: true, same_site: :strict }.freeze
measure("set-cookie", "Rack", rack) do
  headers = {}
  Rack::Utils.set_cookie_header!(headers, "__Host-id", ATTRIBUTES)
  headers
end

# A request's way through one of Rack's session middlewares.
class Requests
  def initialize(middleware, **options)
    @handle = nil
    @application = middleware.new(->(environment) { @handle.call(environment["rack.session"]); [200, {}, []] }, **options)
    @plain = Rack::MockRequest.env_for("https://example.org/")
    @user = with_cookie(serve(@plain, method(:log_in)))
    read = nil
    serve(@user, ->(session) { read = session["theme"] })
    check(read == "dark")
  end

  def log_in(session)
    session["user"] = "user-1"
    session["theme"] = "dark"
    session["visits"] = 1
  end

  def with_cookie(response)
    @plain.merge("HTTP_COOKIE" => response[1]["Set-Cookie"].split(";").first)
  end

  def serve(environment, handle)
    @handle = handle
    @application.call(environment.dup)
  end

  def measure_all(group, peer, version)
    nothing = ->(session) {}
    read = ->(session) { session["theme"] }
    write = ->(session) { session["visits"] += 1 }
    log_in = method(:log_in)
    end_it = ->(session) { session.destroy }
    measure("#{group}.none", peer, version) { serve(@plain, nothing) }
    measure("#{group}.read", peer, version) { serve(@user, read) }
    measure("#{group}.write", peer, version) { serve(@user, write) }
    measure("#{group}.login", peer, version) { serve(@plain, log_in) }
    measure("#{group}.logout", peer, version) { serve(with_cookie(serve(@plain, log_in)), end_it) }
  end
end

Requests.new(Rack::Session::Pool).measure_all("memory", "Rack::Session::Pool", rack)
Requests.new(Rack::Session::Cookie, secret: SecureRandom.hex(64)).measure_all("cookie-only", "Rack::Session::Cookie", rack)

$stdout.sync = true
if SERVING
  puts JSON.generate(MEASUREMENTS.map(&:entry))
  $stdin.each_line { |line| puts JSON.generate(MEASUREMENTS[line.to_i].run) }
else
  MEASUREMENTS.each { |measurement| puts JSON.generate({ **measurement.entry, nanoseconds: measurement.run }) }
end
