-- Connect, one statement, close: an event of the workload "connect".

function event()
   local connection = sysbench.sql.driver():connect()
   connection:query("SELECT 1")
   connection:disconnect()
end
