# ChefActors' report handler: notes what one Chef run does, for the node host that started it. Loaded by chef-client 12.8 and newer as the one
# file of the directory that "--config-option client_d_dir=..." names; runs inside chef-client, so it must not raise, print or wait.
#
# It loads the site's own client.d first, as Chef would have done without us. An error there ends chef-client with 43, as it should.
# An error of ours is swallowed: the run is worth more than its report.
#
# CHEFACTORS_REPORT   the file to write (JSON, mode 0600, replaced as a whole); not set: nothing is noted
# CHEFACTORS_COMMAND  the command's id, noted in it
# CHEFACTORS_CLIENT_D the site's own client.d; not set: what client.rb itself says, else the one beside it
#
# Ruby 2.0 syntax only: Chef 12 brings no newer one. ASCII only: Chef reads it in the encoding of its environment.

# Needs nothing but Chef's configuration, and stands first: whatever becomes of the rest, the site's files are loaded.
module ::ChefActors
  # Where the site keeps its own client.d, and how its files are loaded.
  module Site
    def self.directory(ours)
      given = ENV["CHEFACTORS_CLIENT_D"]
      return given unless given.nil? || given.empty?
      ::Chef::Config.delete(:client_d_dir) if ::Chef::Config.respond_to?(:delete)
      read_from_configuration
      theirs = ::Chef::Config[:client_d_dir].to_s
      theirs.empty? || theirs == ours ? File.join(::Chef::Config[:config_dir].to_s, "client.d") : theirs
    rescue Exception # rubocop:disable Lint/RescueException
      "/etc/chef/client.d"
    end

    # The command line's client_d_dir hid what client.rb says: the lines that say it are read once more.
    def self.read_from_configuration
      file = ::Chef::Config[:config_file]
      return if file.nil? || !File.file?(file.to_s)
      File.open(file.to_s, "rb") do |lines|
        lines.each_line.with_index(1) do |line, number|
          again(line, file.to_s, number) if line =~ /\A\s*(?:client_d_dir[\s(]|(?:::)?Chef::Config\[:client_d_dir\]\s*=)/n
        end
      end
    rescue Exception
      nil
    end

    def self.again(line, file, number)
      ::Chef::Config.instance_eval(line, file, number)
    rescue Exception
      nil # Part of something longer: CHEFACTORS_CLIENT_D (the node host's chef.client_d_dir) says it then.
    end

    # What Chef's own "*.rb" finds there, in its order.
    def self.files(directory, ours)
      mine = File.realpath(ours)
      names = Dir.entries(directory).select { |name| name =~ /\A[^.].*\.rb\z/m }.sort
      names.map { |name| File.join(directory, name) }.select { |file| File.file?(file) && File.realpath(file) != mine }
    rescue Exception
      []
    end

    # As Chef loads a file of client.d, with its words for an error: Chef itself would name our file in them.
    def self.load(file)
      content = IO.read(file)
      begin
        ::Chef::Config.respond_to?(:from_string) ? ::Chef::Config.from_string(content, file) : ::Chef::Config.instance_eval(content, file, 1)
      rescue Exception => error
        say("Configuration error #{error.class}: #{error.message}")
        Array(error.backtrace).grep(/#{Regexp.escape(file)}/).each { |line| say("  " + line) }
        message = "Aborting due to error in '#{file}': #{error}"
        raise ::Chef::Exceptions::ConfigurationError, message if defined?(::Chef::Exceptions::ConfigurationError)
        raise
      end
    end

    def self.say(line)
      ::Chef::Log.fatal(line) if defined?(::Chef::Log)
    rescue Exception
      nil
    end
  end
end

begin
  # chef-client has loaded its own long before; loaded twice over another path, its handlers would run twice.
  libraries = ["json"]
  libraries << "chef/handler" unless defined?(::Chef::Handler)
  libraries << "chef/event_dispatch/base" unless defined?(::Chef::EventDispatch::Base)
  libraries.each do |library|
    begin
      require library
    rescue LoadError, StandardError
      nil # Another Chef than we know: what is there is asked for below.
    end
  end

  module ::ChefActors
    # What is known of the run, and the file that it is written to. Every method rescues everything.
    class RunNote
      WRITES_PER_SECOND = 2
      MAX_TEXT = 400
      MAX_ITEMS = 1000
      MAX_FAILURES = 20
      MAX_BYTES = 200 * 1024
      LISTS = %w{recipes roles chef_tags cookbooks}

      def initialize(path, command)
        @path = path
        @command = command
        @updated = @up_to_date = @skipped = @failed = 0
        @seen_events = false
        @cookbooks = {}
        @failures = []
        @ended = false
      end

      attr_reader :path

      def started(version)
        safely do
          @version = text(version)
          @seen_events = true
        end
      end

      # The node as it was stored: with an override run-list this is the last sight of its own roles and recipes.
      def loaded(node)
        safely do
          @node = node
          @stored_roles = list(attribute(node, "roles"))
          @stored_recipes = list(attribute(node, "recipes"))
        end
      end

      def node=(node)
        safely { @node = node unless node.nil? }
      end

      def synchronized(name, cookbook)
        safely { add_cookbook(name, cookbook) }
      end

      def begun(resource)
        safely do
          @seen_events = true
          @resource = text(resource)
          write_live
        end
      end

      def done(how, resource)
        safely do
          @seen_events = true
          case how
          when :updated then @updated += 1
          when :up_to_date then @up_to_date += 1
          when :skipped then @skipped += 1
          end
          @resource = nil if @resource == text(resource)
          write_live
        end
      end

      def failed(resource, exception)
        safely do
          @seen_events = true
          @failed += 1
          @failures.shift if @failures.size >= MAX_FAILURES
          @failures << [text(resource), text(exception_line(exception))]
          write_live
        end
      end

      # The end of the run, by the report handler or by an event, whichever comes; the second one may know more. Chef restarts the machine by
      # an exception: the run before it was a success, and has been noted as such.
      def ended(status, exception = nil)
        safely do
          exception ||= try(status, :exception)
          @node = try(status, :node) || @node
          @rebooting = true if exception.class.name == "Chef::Exceptions::Reboot"
          write(final(@rebooting ? nil : exception, status), true)
          @ended = true
        end
      end

      private

      # SIGINT reaches Ruby as an exception at any place, here too: it is Chef's and passes. All else would make the run fail for our sake.
      def safely
        yield
      rescue SystemExit, SignalException
        raise
      rescue Exception # rubocop:disable Lint/RescueException
        nil # A full or read-only disk, a directory that is gone, a Chef that is other than we think.
      end

      def try(object, method, *arguments)
        object.respond_to?(method) ? object.public_send(method, *arguments) : nil
      rescue StandardError, ScriptError
        nil
      end

      def done_count
        @seen_events ? @updated + @up_to_date + @skipped : nil
      end

      def live
        { "v" => 1, "command" => @command, "resources_done" => done_count, "resource" => @resource, "ended" => false,
          "chef_version" => @version || chef_version }
      end

      def final(exception, status)
        context = try(status, :run_context)
        updated, total = counts(status, exception)
        interrupted = exception.is_a?(SystemExit) || exception.is_a?(SignalException)
        report = {
          "v" => 1, "command" => @command, "ended" => true, "succeeded" => exception.nil?,
          "reboot_requested" => exception.nil? && (@rebooting || reboot_requested?(context)),
          "why_run" => setting(:why_run) ? true : false,
          "resources_done" => done_count, "updated" => updated, "total" => total, "resource" => exception.nil? ? nil : @resource,
          "failed_resource" => exception.nil? ? nil : failed_resource(exception),
          "exception" => exception.nil? || interrupted ? nil : text(exception_line(exception)),
          "cookbooks" => cookbooks(context), "chef_version" => @version || chef_version,
          "chef_node_name" => text(try(@node, :name) || setting(:node_name)), "chef_server" => server
        }
        report.merge(of_node)
      end

      # As Chef's own formatters count: by the ends of resources, nested ones and notified actions included. A failed run prints no total.
      def counts(status, exception)
        return [@updated, exception.nil? ? done_count : nil] if @seen_events
        updated = try(status, :updated_resources)
        all = try(status, :all_resources)
        [updated.respond_to?(:size) ? updated.size : nil, exception.nil? && all.respond_to?(:size) ? all.size : nil]
      end

      def of_node
        return {} if @node.nil?
        policyfile = policyfile?
        overridden = overridden?
        {
          "chef_mode" => policyfile ? "policyfile" : "run_list",
          "chef_environment" => text(try(@node, :chef_environment)),
          "policy_name" => policyfile ? text(policy(:policy_name)) : nil,
          "policy_group" => policyfile ? text(policy(:policy_group)) : nil,
          "roles" => overridden ? @stored_roles : list(attribute(@node, "roles")),
          "recipes" => overridden ? @stored_recipes : list(attribute(@node, "recipes")),
          "chef_tags" => list(attribute(@node, "tags"))
        }
      end

      def policyfile?
        !policy(:policy_name).to_s.empty? || !setting(:deployment_group).to_s.empty?
      end

      def policy(key)
        try(@node, key) || setting(key)
      end

      def overridden?
        list = try(@node, :override_runlist)
        return true if list.respond_to?(:empty?) && !list.empty?
        !setting(:override_runlist).to_s.empty?
      end

      def reboot_requested?(context)
        try(context, :reboot_requested?) ? true : false
      end

      # Chef's last exception names the resource and what came of it, from the outermost to the innermost: the innermost one that failed is the cause.
      def failed_resource(exception)
        message = text(exception.message.to_s, 100_000).to_s
        named = @failures.select { |resource, _| !resource.nil? && message.include?(resource + " ") && message.include?("had an error") }
        named = @failures.select { |_, line| says?(message, line) } if named.empty?
        found = named.max_by { |resource, _| message.rindex(resource.to_s) || -1 }
        found.nil? ? nil : found.first
      end

      def says?(message, line)
        told = line.to_s.split(": ", 2).last.to_s
        !told.empty? && message.include?(told)
      end

      def exception_line(exception)
        message = scrub(exception.message.to_s).split("\n", 2).first.to_s
        "#{exception.class}: #{message}"
      end

      def cookbooks(context)
        collection = try(context, :cookbook_collection)
        collection.each { |name, cookbook| add_cookbook(name, cookbook) } if collection.respond_to?(:each)
        @cookbooks.empty? ? nil : @cookbooks
      rescue StandardError, ScriptError
        @cookbooks.empty? ? nil : @cookbooks
      end

      def add_cookbook(name, cookbook)
        version = text(try(cookbook, :version))
        name = text(name)
        @cookbooks[name] = version if name && version && @cookbooks.size < MAX_ITEMS
      end

      def server
        url = text(setting(:chef_server_url))
        url.nil? ? nil : url.sub(%r{//[^/@]*@}, "//")
      end

      def setting(key)
        defined?(::Chef::Config) ? ::Chef::Config[key] : nil
      rescue StandardError, ScriptError
        nil
      end

      def chef_version
        defined?(::Chef::VERSION) ? text(::Chef::VERSION) : nil
      end

      def attribute(node, key)
        node.respond_to?(:[]) ? node[key] : nil
      rescue StandardError, ScriptError
        nil
      end

      def list(items)
        !items.nil? && items.respond_to?(:to_a) ? items.to_a.first(MAX_ITEMS).map { |item| text(item) }.compact : nil
      end

      # UTF-8 without control characters, bounded; a resource's or exception's name may be any bytes.
      def text(value, limit = MAX_TEXT)
        return nil if value.nil?
        scrubbed = scrub(value.to_s)[0, limit]
        scrubbed.empty? ? nil : scrubbed
      end

      def scrub(string)
        string = string.dup
        string.force_encoding(Encoding::UTF_8) if [Encoding::ASCII_8BIT, Encoding::US_ASCII].include?(string.encoding)
        options = { :invalid => :replace, :undef => :replace, :replace => "?" }
        string = string.encode(Encoding::UTF_16LE, **options).encode(Encoding::UTF_8, **options)
        string.gsub(/[\u0000-\u0009\u000b-\u001f\u007f]/, " ")
      rescue StandardError, ScriptError
        string.dup.force_encoding(Encoding::ASCII_8BIT).gsub(/[^\x20-\x7e\n]/n, "?").force_encoding(Encoding::UTF_8)
      end

      # For the eye only: not synced, and not at every resource.
      def write_live
        return if @ended
        now = clock
        return if @written_at && now - @written_at < 1.0 / WRITES_PER_SECOND
        @written_at = now
        write(live, false)
      end

      def clock
        defined?(Process::CLOCK_MONOTONIC) ? Process.clock_gettime(Process::CLOCK_MONOTONIC) : Time.now.to_f
      end

      # The node host reads no more than 256 KiB: what is many goes, what is one thing stays.
      def json(report)
        text = JSON.generate(report)
        LISTS.each do |list|
          break if text.bytesize <= MAX_BYTES
          report.delete(list)
          text = JSON.generate(report)
        end
        text
      end

      # Written beside and renamed, so that a reader finds all of it or what was there before. The last one is synced, file and name:
      # a machine that Chef restarts forgets nothing of it.
      def write(report, durable)
        fresh = @path + ".new"
        begin
          File.open(fresh, File::WRONLY | File::CREAT | File::TRUNC, 0600) do |file|
            file.write(json(report))
            file.flush
            file.fsync if durable
          end
          File.rename(fresh, @path)
          File.open(File.dirname(@path)) { |directory| directory.fsync } if durable
        ensure
          File.unlink(fresh) if File.exist?(fresh)
        end
      end
    end

    if defined?(::Chef::Handler)
      # Runs when the run is over, before Chef restarts the machine.
      class ReportHandler < ::Chef::Handler
        def initialize(note)
          @note = note
        end

        def report
          @note.ended(run_status)
        end
      end
    end

    if defined?(::Chef::EventDispatch::Base)
      # Lives in the middle of the run. Every argument list is open: they grew from Chef 12 to 19.
      class EventHandler < ::Chef::EventDispatch::Base
        def initialize(note)
          @note = note
        end

        def run_start(*arguments)
          @note.started(arguments[0])
        end

        def node_load_success(*arguments)
          @note.loaded(arguments[0])
        end

        def node_load_completed(*arguments)
          @note.node = arguments[0]
        end

        def synchronized_cookbook(*arguments)
          @note.synchronized(arguments[0], arguments[1])
        end

        def resource_action_start(*arguments)
          @note.begun(arguments[0])
        end

        def resource_updated(*arguments)
          @note.done(:updated, arguments[0])
        end

        def resource_up_to_date(*arguments)
          @note.done(:up_to_date, arguments[0])
        end

        def resource_skipped(*arguments)
          @note.done(:skipped, arguments[0])
        end

        def resource_failed(*arguments)
          @note.failed(arguments[0], arguments[2])
        end

        # A run that fails before it has a status meets no handler; this event comes all the same.
        def run_failed(*arguments)
          @note.ended(arguments[1], arguments[0]) unless arguments[0].nil?
        end
      end
    end

    def self.install
      path = ENV["CHEFACTORS_REPORT"]
      return if path.nil? || path.empty? || @installed
      @installed = true
      note = RunNote.new(path, ENV["CHEFACTORS_COMMAND"])
      if defined?(ReportHandler)
        handler = ReportHandler.new(note)
        add(:report_handlers, handler)
        add(:exception_handlers, handler)
      end
      add(:event_handlers, EventHandler.new(note)) if defined?(EventHandler)
    rescue StandardError, ScriptError
      nil
    end

    def self.add(key, handler)
      ::Chef::Config[key] = Array(::Chef::Config[key]) + [handler]
    rescue StandardError, ScriptError
      nil
    end
  end
rescue StandardError, ScriptError
  nil
end

# Not rescued: these are the site's files.
::ChefActors::Site.files(::ChefActors::Site.directory(File.dirname(__FILE__)), __FILE__).each { |file| ::ChefActors::Site.load(file) }

# Last, so that nothing of the site's takes our handlers out again.
::ChefActors.install if ::ChefActors.respond_to?(:install)
