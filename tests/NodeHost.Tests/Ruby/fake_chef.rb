# As much of Chef as report_handler.rb touches, written for its tests: no Chef code. Runs one scenario:
#   ruby fake_chef.rb HANDLER-DIRECTORY CONFIG-FILE SCENARIO
# The handler is loaded as chef-client loads a file of client.d, then the events and handlers of a run are played to it.
# FAKE_CHEF=old is a Chef 12 at its barest. Prints what the run would print; exit codes are Chef's.

OLD = ENV["FAKE_CHEF"] == "old"
$LOADED_FEATURES << "chef/handler.rb" << "chef/event_dispatch/base.rb"
$stdout.sync = true

class Chef
  VERSION = OLD ? "12.8.1" : "18.11.21"

  class Config
    @settings = {}
    class << self
      def [](key)
        return @settings[key] if @settings.key?(key)
        case key
        when :config_dir then File.dirname(@settings[:config_file])
        when :client_d_dir then File.join(self[:config_dir], "client.d")
        when :report_handlers, :exception_handlers, :event_handlers then []
        end
      end

      def []=(key, value)
        @settings[key] = value
      end

      def delete(key)
        @settings.delete(key)
      end unless OLD

      def from_string(text, file)
        instance_eval(text, file, 1)
      end

      def method_missing(name, *arguments)
        arguments.empty? ? self[name] : self[name] = arguments.first
      end

      def respond_to_missing?(_name, _all = false)
        false
      end
    end
  end

  class Log
    def self.fatal(line)
      puts "FATAL: #{line}"
    end
  end

  module Exceptions
    class ConfigurationError < ArgumentError; end
    class Reboot < RuntimeError; end
  end

  class Handler
    attr_reader :run_status

    def run_report_safely(status)
      @run_status = status
      report
    rescue Exception => error # as Chef does
      puts "Report handler raised #{error.inspect}"
    end
  end

  module EventDispatch
    class Base
      NAMES = %w{run_start run_completed run_failed node_load_completed synchronized_cookbook resource_action_start resource_updated
                 resource_up_to_date resource_skipped resource_failed resource_completed}
      NAMES << "node_load_success" unless OLD
      NAMES.each { |name| define_method(name) { |*_| nil } }
    end
  end
end
def apply_config(file)
  Chef::Config.from_string(IO.read(file), file)
rescue Exception => error
  Chef::Log.fatal("Configuration error #{error.class}: #{error.message}")
  Chef::Log.fatal("Aborting due to error in '#{file}': #{error}")
  exit 43
end

Resource = Struct.new(:name) do
  def to_s
    name
  end
end
Cookbook = Struct.new(:name, :version)
Context = Struct.new(:cookbook_collection, :reboot) do
  def reboot_requested?
    reboot
  end
end
OldStatus = Struct.new(:node, :exception, :updated_resources, :all_resources)
Status = Struct.new(:node, :exception, :run_context)

class Node
  attr_accessor :name, :chef_environment, :policy_name, :policy_group, :override_runlist

  def initialize(attributes)
    @name, @chef_environment, @override_runlist, @attributes = "web-1.example.com", "prod", [], attributes
  end

  def [](key)
    @attributes[key]
  end
end

# One run, told to whoever listens.
class Run
  attr_accessor :node, :exception, :reboot

  def initialize
    @events = Chef::Config[:event_handlers]
    @node = Node.new("roles" => ["web"], "recipes" => ["cookbook_c", "cookbook_c::extra"], "tags" => ["blue"])
    fire(:run_start, Chef::VERSION)
    fire(:node_load_success, node)
    fire(:node_load_completed, node, [], Chef::Config)
    fire(:synchronized_cookbook, "cookbook_c", Cookbook.new("cookbook_c", "1.4.0"))
  end

  def fire(event, *arguments)
    @events.each { |handler| handler.public_send(event, *arguments) if handler.respond_to?(event) }
  end

  def resource(name, how)
    resource = name.is_a?(String) ? Resource.new(name) : name
    fire(:resource_action_start, resource, :run)
    yield if block_given?
    if how.is_a?(Exception)
      fire(:resource_failed, resource, :run, how)
    else
      fire("resource_#{how}".to_sym, resource, :run)
    end
    fire(:resource_completed, resource)
  end

  def finish
    handlers = Chef::Config[exception ? :exception_handlers : :report_handlers]
    handlers.each { |handler| handler.run_report_safely(status) }
    exception ? fire(:run_failed, *(OLD ? [exception] : [exception, status])) : fire(:run_completed, node)
  end

  def status
    return OldStatus.new(node, exception, [1, 2], [1, 2, 3]) if OLD
    Status.new(node, exception, Context.new({ "cookbook_c" => Cookbook.new("cookbook_c", "1.4.0"), "base" => Cookbook.new("base", "0.2.0") }, reboot))
  end
end

class Horror < Exception; end

def three(run)
  run.resource("directory[/srv/app]", :updated)
  run.resource("file[/srv/app/conf]", :up_to_date)
  run.resource("service[app]", :skipped)
end

def failure(message)
  RuntimeError.new(message)
end

REPORT = ENV["CHEFACTORS_REPORT"].to_s
SCENARIOS = {
  "success" => lambda { |run| three(run) },
  "in_the_middle" => lambda do |run|
    run.resource("directory[/srv/app]", :updated)
    sleep 0.6
    run.fire(:resource_action_start, Resource.new("execute[migrate]"), :run)
    exit! 0
  end,
  "failure" => lambda do |run|
    run.resource("file[/tmp/odd]", failure("nobody minds"))
    run.resource("directory[/srv/app]", :updated)
    run.resource("app[shop]", failure("execute[migrate] (shop::default line 3) had an error: RuntimeError: no space")) do
      run.resource("execute[migrate]", failure("no space"))
    end
    run.resource("log[delayed]", :updated)
    run.exception = failure("app[shop] (shop::default line 9) had an error: RuntimeError: execute[migrate] (shop::default line 3) had an error: RuntimeError: no space\nbacktrace")
  end,
  "compile_failure" => lambda { |run| run.exception = NameError.new("undefined local variable or method `nowhere'") },
  "ignored_failure" => lambda do |run|
    run.resource("file[/tmp/odd]", failure("nobody minds"))
    run.resource("directory[/srv/app]", :updated)
    run.exception = NameError.new("something else")
  end,
  "horrors" => lambda do |run|
    horror = Class.new { def to_s; raise Horror, "boo"; end }.new
    run.resource(horror, :updated)
    run.resource("directory[/srv/app]", :updated)
    def (run.node).chef_environment; raise NotImplementedError; end
    def (run.node).[](_key); raise "no attribute"; end
  end,
  "interrupted" => lambda do |run|
    run.resource(Class.new { def to_s; exit 2; end }.new, :updated)
  end,
  "full_disk" => lambda do |run|
    3.times do |number|
      File.symlink("/dev/full", REPORT + ".new") unless File.symlink?(REPORT + ".new")
      run.resource("file[/#{number}]", :updated)
      sleep 0.51
    end
    File.symlink("/dev/full", REPORT + ".new") unless File.symlink?(REPORT + ".new")
  end,
  "no_place" => lambda do |run|
    Dir.mkdir(REPORT + ".new")
    three(run)
  end,
  "vanished" => lambda do |run|
    run.resource("directory[/srv/app]", :updated)
    File.rename(File.dirname(REPORT), File.dirname(REPORT) + ".gone")
    sleep 0.51
    run.resource("file[/srv/app/conf]", :updated)
  end,
  "foreign_bytes" => lambda do |run|
    run.resource("file[/srv/\xff\xfe]".dup.force_encoding("BINARY"), :updated)
    run.resource("file[/srv/b\u00fccher]".encode("ISO-8859-1"), :updated)
    run.resource("log[a]".encode("UTF-16LE").freeze, :updated)
    run.resource("odd\xc3\x28 \e[31mred\u0000".dup.force_encoding("UTF-8"), :updated)
    run.exception = failure("bad \xe2\x82 byte\r\nsecond line".dup.force_encoding("BINARY").freeze)
  end,
  "reboot" => lambda do |run|
    three(run)
    run.reboot = true
    run.finish
    puts "now: #{IO.read(REPORT).include?('"reboot_requested":true')}"
    run.exception = Chef::Exceptions::Reboot.new("Rebooting server at a recipe's request")
  end,
  "override" => lambda do |run|
    run.node.override_runlist = ["recipe[other]"]
    def (run.node).[](key); { "roles" => [], "recipes" => ["other"], "tags" => ["blue"] }[key]; end
    three(run)
  end,
  "policyfile" => lambda do |run|
    run.node.policy_name = "web"
    run.node.policy_group = "prod"
    three(run)
  end,
  "many" => lambda do |run|
    renames = 0
    File.singleton_class.send(:alias_method, :really_rename, :rename)
    File.define_singleton_method(:rename) { |from, to| renames += 1; really_rename(from, to) }
    started = Time.now
    20_000.times { |number| run.resource("file[/srv/#{number}]", :updated) }
    puts "writes within bounds: #{renames <= 2 + (Time.now - started) * 2}"
  end,
  "endless_lists" => lambda do |run|
    def (run.node).[](_key); (1..5000).map { |number| "recipe-#{number}-" + "x" * 600 }; end
    three(run)
  end,
  "settings" => lambda { |run| puts "seen: #{Chef::Config[:seen].inspect} client_d_dir: #{Chef::Config[:client_d_dir]}" }
}

directory, config, scenario = ARGV
Chef::Config[:config_file] = config
Chef::Config[:chef_server_url] = "https://robot:secret@chef.example.com/organizations/acme"
apply_config(config)
Chef::Config[:client_d_dir] = directory
Dir[File.join(directory, "*.rb")].sort.each { |file| apply_config(file) }

run = Run.new
SCENARIOS.fetch(scenario).call(run)
run.finish
puts "run over"
