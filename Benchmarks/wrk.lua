-- Sends the request that a file describes, and prints one line of JSON about how it went.
-- The file is Lua and returns {method = …, path = …, headers = {…}, bodies = {…}}; several bodies are sent in turn.

local requests = {}
local turn = 0

function init(arguments)
   local description = dofile(arguments[1])
   for index, body in ipairs(description.bodies) do
      requests[index] = wrk.format(description.method, description.path, description.headers, body)
   end
   if #requests == 0 then
      requests[1] = wrk.format(description.method, description.path, description.headers)
   end
   if #requests == 1 then
      local only = requests[1]
      request = function() return only end
   end
end

function request()
   turn = turn % #requests + 1
   return requests[turn]
end

function done(summary, latency)
   local errors = summary.errors
   io.write(string.format(
      '\n{"requests":%d,"seconds":%.6f,"p50":%d,"p99":%d,"refused":%d,"broken":%d}\n',
      summary.requests, summary.duration / 1e6, latency:percentile(50.0), latency:percentile(99.0),
      errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
