-- Sends each of many requests once, and prints one line of JSON about how it went: for requests that cannot be repeated,
-- such as the exchange of a code. The clock starts when the first tenth is answered.
-- The file is Lua and returns {method = …, path = …, headers = {…}, bodies = {…}}.

local ffi = require("ffi")
ffi.cdef [[
   typedef struct { long seconds; long nanoseconds; } moment;
   int clock_gettime(int clock, moment *now);
   int getpid(void);
   int tgkill(int process, int thread, int signal);
]]

local now = ffi.new("moment")
local threads = {}
local requests = {}
local sent = -1 -- wrk asks for one request more, to look at it
local idle
warm = 0
answered, refused, first, last = 0, 0, 0, 0

local function seconds()
   ffi.C.clock_gettime(1, now)
   return tonumber(now.seconds) + tonumber(now.nanoseconds) / 1e9
end

function setup(thread)
   table.insert(threads, thread)
end

function init(arguments)
   idle = wrk.format("GET", "/debug/healthz")
   local description = dofile(arguments[1])
   for index, body in ipairs(description.bodies) do
      requests[index] = wrk.format(description.method, description.path, description.headers, body)
   end
   warm = math.ceil(#requests / 10)
end

function request()
   sent = sent + 1
   -- The other connections wait for the last answers with something that harms nobody.
   return requests[sent] or idle
end

function response(status)
   if answered == #requests then return end
   answered = answered + 1
   if answered == warm then first = seconds() end
   if status ~= 200 then refused = refused + 1 end
   if answered == #requests then
      last = seconds()
      wrk.thread:stop()
      -- The main thread sleeps for as long as the run may last, unless SIGINT wakes it.
      ffi.C.tgkill(ffi.C.getpid(), ffi.C.getpid(), 2)
   end
end

function done(summary, latency)
   local thread = threads[1]
   io.write(string.format(
      '\n{"requests":%d,"seconds":%.6f,"p50":%d,"p99":%d,"refused":%d}\n', thread:get("answered") - thread:get("warm"),
      thread:get("last") - thread:get("first"), latency:percentile(50.0), latency:percentile(99.0),
      thread:get("refused")))
end
