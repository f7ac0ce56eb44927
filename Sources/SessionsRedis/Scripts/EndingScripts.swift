#if Redis
    /// Deleting rows, and counting them: `RowScripts.library` comes first.
    enum EndingScripts {
        /// `ARGV`: now, family, for how long to refuse that family if it has no row yet (milliseconds, or none).
        ///
        /// Deletes before it writes: a server without room still lets a session be ended. And does not look at a key that it
        /// has emptied: a server that is moving its slot would take it for one that has been moved. Answers with how many rows were
        /// live, how many there were and the subject, if there was one.
        static let end = """
            local live, ended, subject = 0, 0, false
            local rows = redis.call('HGETALL', KEYS[1])
            for index = 1, #rows, 2 do
              local row = rows[index + 1]
              if #rows[index] == 32 and family(row) == ARGV[2] then
                if isLive(row) then live = live + 1 end
                local last = behind(row, 99) - 1
                if struct.unpack('>i4', row, 99) >= 0 then subject = row:sub(103, last) end
                redis.call('HDEL', KEYS[1], rows[index])
                ended = ended + 1
              end
            end
            if ended == 0 and ARGV[3] ~= '' then
              local till = now + tonumber(ARGV[3])
              redis.call('HSET', KEYS[1], ARGV[2], struct.pack('>i8', till))
              keep(till)
              schedule(till)
            elseif 2 * ended == #rows then
              redis.call('ZREM', KEYS[2], tag)
            end
            return { live, ended, subject }
            """

        /// `ARGV`: now, most rows to delete, most successors to wipe.
        ///
        /// Answers with how many it deleted and wiped, and then with family and subject of each session of which nothing is
        /// left. Where the server has no room, the wiping waits until there is some; the deleting makes it.
        static let expire = """
            local deleted, wiped, at = 0, 0, math.huge
            local gone, left = {}, {}
            local rows = redis.call('HGETALL', KEYS[1])
            for index = 1, #rows, 2 do
              local hash, row = rows[index], rows[index + 1]
              if #hash ~= 32 then
                if time(row, 1) <= now then redis.call('HDEL', KEYS[1], hash) else at = math.min(at, time(row, 1)) end
              elseif deadline(row) <= now and deleted < tonumber(ARGV[2]) then
                redis.call('HDEL', KEYS[1], hash)
                deleted = deleted + 1
                if struct.unpack('>i4', row, 99) >= 0 then gone[family(row)] = row:sub(103, behind(row, 99) - 1) end
              else
                left[family(row)] = true
                local wipe = wiping(row)
                if wipe and wipe <= now and wiped < tonumber(ARGV[3]) then
                  local successor = behind(row, 99)
                  local clean = row:sub(1, successor - 1) .. struct.pack('>i4', -1) .. row:sub(behind(row, successor))
                  if type(redis.pcall('HSET', KEYS[1], hash, clean)) == 'number' then
                    wiped = wiped + 1
                    row = clean
                  end
                end
                at = math.min(at, due(row))
              end
            end
            if at < math.huge then
              redis.pcall('ZADD', KEYS[2], at, tag)
            else
              redis.call('ZREM', KEYS[2], tag)
            end
            local answer = { deleted, wiped }
            for name, subject in pairs(gone) do
              if not left[name] then
                answer[#answer + 1] = name
                answer[#answer + 1] = subject
              end
            end
            return answer
            """

        /// `ARGV`: now. How many live rows there are.
        static let count = """
            local live = 0
            local rows = redis.call('HGETALL', KEYS[1])
            for index = 1, #rows, 2 do
              if #rows[index] == 32 and isLive(rows[index + 1]) then live = live + 1 end
            end
            return live
            """
    }
#endif
