-- Announces of as many peers as asked for, one after another and then from the start again, for wrk. Each peer has its
-- peer id, its port as far as there are ports, and its torrent; neighbours are of different torrents. One in five is a seed.
-- Arguments: torrents, peers of each, the first one to send, `close` or `keep`.

local REQUEST = "GET /announce?info_hash=%%AA%%BB%%CC%%DD%%EE%%FF%%80%%81%%82%%83%%84%%85%08d"
  .. "&peer_id=-TR3000-%012d&port=%d&uploaded=0&downloaded=0&left=%d&numwant=50&key=1a2b3c4d&compact=1 HTTP/1.1\r\n"
  .. "Host: 127.0.0.1\r\nUser-Agent: Transmission/3.00\r\nAccept: */*\r\n%s\r\n"
-- More of them would fill the generator's memory; they are written anew each time, which takes it some 2 us.
local MAX_KEPT = 250000

local torrents, total, number, connection, kept

function init(args)
  torrents = tonumber(args[1])
  total = torrents * tonumber(args[2])
  number = tonumber(args[3])
  connection = args[4] == "close" and "Connection: close\r\n" or ""
  kept = {}
  if total <= MAX_KEPT then
    for n = 0, total - 1 do kept[n] = write(n) end
  end
end

function write(n)
  return REQUEST:format(n % torrents, n, 1024 + n % 60000, n % 5 == 0 and 0 or 700001, connection)
end

function request()
  local n = number % total
  number = number + 1
  return kept[n] or write(n)
end
