#if Redis
    /// Making and changing one row. `Row` says where each field stands.
    ///
    /// `KEYS[1]` is the hash of all rows of one tag, `KEYS[2]` the schedule of its shard. `ARGV[1]` is the caller's time: no
    /// script looks at the server's clock to judge a session. Two strings are only ever compared for equality, because
    /// Lua orders them by the locale of the server; times are compared as numbers, exact to 2^53 milliseconds.
    enum RowScripts {
        /// What each script on rows begins with. No more than a change in place needs: it is run anew for each.
        static let judging = """
            local now = tonumber(ARGV[1])

            -- A time that stands in a row.
            local function time(row, at)
              return (struct.unpack('>i8', row, at))
            end

            local function deadline(row)
              return math.min(time(row, 19), time(row, 27))
            end

            local function isLive(row)
              return row and row:byte(1) == 1 and row:byte(2) == 0 and now < deadline(row)
            end

            -- Where the bytes end that begin with their count at that place; a count of -1 says that there are none.
            local function behind(row, at)
              local count = struct.unpack('>i4', row, at)
              return at + 4 + math.max(count, 0)
            end

            -- The server itself forgets a tag a minute after the last deadline in it: counted from now on, so that it
            -- does not matter what time the server believes it is. Never sooner than was said before.
            local function keep(untilTime)
              local left = math.max(0, math.min(untilTime - now, 2^51)) + 60000
              if left > redis.call('PTTL', KEYS[1]) then
                redis.call('PEXPIRE', KEYS[1], string.format('%.0f', left))
              end
            end


            """

        /// What the others need besides.
        static let library =
            judging + """
                local function family(row)
                  return row:sub(83, 98)
                end

                -- When the sealed successor of a closed tombstone is to be wiped; nil if there is none.
                local function wiping(row)
                  if row:byte(2) ~= 2 or row:byte(66) ~= 1 then return nil end
                  if struct.unpack('>i4', row, behind(row, 99)) < 0 then return nil end
                  return time(row, 67) + 60000
                end

                -- When the purge has something to do with a row.
                local function due(row)
                  return math.min(deadline(row), wiping(row) or math.huge)
                end

                -- What the schedule calls a session: the tag, at the end of its key.
                local tag = KEYS[1]:sub(-8)

                -- The schedule may name a time that is too early, never one that is too late.
                local function schedule(at)
                  redis.call('ZADD', KEYS[2], 'LT', at, tag)
                end

                -- Whether a family was ended before its first row came: a field of 16 bytes, where a row's has 32.
                local function isFenced(name)
                  local fence = redis.call('HGET', KEYS[1], name)
                  return fence and now < time(fence, 1)
                end

                local function insert(hash, row)
                  redis.call('HSET', KEYS[1], hash, row)
                  keep(deadline(row))
                  schedule(due(row))
                end


                """

        /// `ARGV`: now, hash, row.
        static let create = """
            if redis.call('HEXISTS', KEYS[1], ARGV[2]) == 1 then return 'exists' end
            -- Ended before it came: it comes into being and is gone.
            if not isFenced(family(ARGV[3])) then insert(ARGV[2], ARGV[3]) end
            return 'done'
            """

        /// What a change in place ends with: 'done', and with the first of an hour where the family is, so that the index knows
        /// of it although a failover has lost that. In line, because a function would cost something in every call.
        private static let located = """
            if math.floor(time(row, 11) / 3600000) == math.floor(time(changed, 11) / 3600000) then return 'done' end
            local left = math.max(0, math.min(time(changed, 27) - now, 2^51)) + 60000
            return { 'done', changed:sub(83, 98), KEYS[1]:sub(-8), left }
            """

        /// `ARGV`: now, hash, expected version, bytes 3 to 56 of the new row, its payload and label.
        ///
        /// Without a second key only what leaves the indexes as they are; otherwise nothing is changed and 'again' is the
        /// answer. So the usual change has one key and meets no obstacle while its slot is being moved.
        static let update = """
            local row = redis.call('HGET', KEYS[1], ARGV[2])
            if not isLive(row) then return 'missing' end
            if row:sub(3, 10) ~= ARGV[3] then return 'conflict' end
            local successor = behind(row, 99)
            local changed = row:sub(1, 2) .. ARGV[4] .. row:sub(57, behind(row, successor) - 1) .. ARGV[5]
            if not KEYS[2] and (deadline(changed) < deadline(row) or time(changed, 27) > time(row, 27)) then
              return 'again'
            end
            redis.call('HSET', KEYS[1], ARGV[2], changed)
            keep(deadline(changed))
            if KEYS[2] then redis.call('ZADD', KEYS[2], 'LT', deadline(changed), KEYS[1]:sub(-8)) end

            """ + located

        /// `ARGV`: now, hash, last seen, idle deadline; the last two as they stand in a row. Answers 'again' as `update`.
        static let touch = """
            local row = redis.call('HGET', KEYS[1], ARGV[2])
            if not isLive(row) then return 'missing' end
            local idle = ARGV[4]
            if time(idle, 1) > time(row, 27) then idle = row:sub(27, 34) end
            local changed = row:sub(1, 10) .. ARGV[3] .. idle .. row:sub(27)
            if not KEYS[2] and deadline(changed) < deadline(row) then return 'again' end
            redis.call('HSET', KEYS[1], ARGV[2], changed)
            keep(deadline(changed))
            if KEYS[2] then redis.call('ZADD', KEYS[2], 'LT', deadline(changed), KEYS[1]:sub(-8)) end

            """ + located
    }
#endif
