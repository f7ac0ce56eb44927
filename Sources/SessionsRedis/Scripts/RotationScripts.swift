#if Redis
    /// Replacing one ID by another and noting that the new one was used: `RowScripts.library` comes first.
    enum RotationScripts {
        static let library = """
            -- A row as a tombstone: payload and closing time wiped, the label kept.
            local function buried(row, state, idle, absolute, successor)
              local subject = behind(row, 99)
              local payload = behind(row, subject)
              return row:sub(1, 1) .. string.char(state) .. row:sub(3, 18) .. idle .. absolute .. row:sub(35, 65)
                .. string.rep('\\0', 9) .. row:sub(75, subject - 1) .. successor
                .. struct.pack('>i4', 0) .. row:sub(behind(row, payload))
            end

            -- The tombstones of a family, the lowest last seen first.
            local function tombstones(name)
              local found = {}
              local rows = redis.call('HGETALL', KEYS[1])
              for index = 1, #rows, 2 do
                local row = rows[index + 1]
                if #rows[index] == 32 and row:byte(2) ~= 0 and family(row) == name then
                  found[#found + 1] = { hash = rows[index], row = row, seen = time(row, 11) }
                end
              end
              table.sort(found, function(left, right) return left.seen < right.seen end)
              return found
            end


            """

        /// `ARGV`: now, old hash, expected version, new hash, new row, kind of the tombstone, its successor (a count and
        /// bytes) or its deadline, most tombstones besides the one that is made, whether the indexes know of the new row.
        static let rotate = """
            local old = redis.call('HGET', KEYS[1], ARGV[2])
            if not isLive(old) then return 'missing' end
            if old:sub(3, 10) ~= ARGV[3] then return 'conflict' end
            if redis.call('HEXISTS', KEYS[1], ARGV[4]) == 1 then return 'exists' end
            local new, name = ARGV[5], family(old)
            if ARGV[9] == '' then
              local isKnown = family(new) == name and time(new, 27) <= time(old, 27)
                and new:sub(99, behind(new, 99) - 1) == old:sub(99, behind(old, 99) - 1)
              if not isKnown then return 'again' end
            end
            local others = tombstones(name)
            local surplus = #others - tonumber(ARGV[8])
            if ARGV[6] == 'forwarding' then
              local absolute = old:sub(27, 34)
              redis.call('HSET', KEYS[1], ARGV[2], buried(old, 1, absolute, absolute, ARGV[7]))
              keep(time(absolute, 1))
            else
              local none = struct.pack('>i4', -1)
              redis.call('HSET', KEYS[1], ARGV[2], buried(old, 3, ARGV[7], ARGV[7], none))
              for index = math.max(surplus, 0) + 1, #others do
                redis.call('HSET', KEYS[1], others[index].hash, buried(others[index].row, 3, ARGV[7], ARGV[7], none))
              end
              keep(time(ARGV[7], 1))
              schedule(time(ARGV[7], 1))
            end
            for index = 1, surplus do redis.call('HDEL', KEYS[1], others[index].hash) end
            if isFenced(family(new)) then return 'done' end
            insert(ARGV[4], new)
            if ARGV[9] ~= '' then return 'done' end
            -- Where the family is, for the index: a failover may have lost it.
            return { 'done', family(new), tag, math.max(0, math.min(time(new, 27) - now, 2^51)) + 60000 }
            """

        /// `ARGV`: now, hash, now as it stands in a row.
        static let confirm = """
            local row = redis.call('HGET', KEYS[1], ARGV[2])
            if not isLive(row) or row:byte(57) == 1 then return 'missing' end
            local at = '\\1' .. ARGV[3]
            redis.call('HSET', KEYS[1], ARGV[2], row:sub(1, 56) .. at .. row:sub(66))
            for _, tombstone in ipairs(tombstones(family(row))) do
              local old = tombstone.row
              if old:byte(2) == 1 then
                local closed = old:sub(1, 1) .. '\\2' .. old:sub(3, 65) .. at .. old:sub(75)
                redis.call('HSET', KEYS[1], tombstone.hash, closed)
                schedule(due(closed))
              end
            end
            return 'done'
            """
    }
#endif
